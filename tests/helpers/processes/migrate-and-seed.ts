import { openDatabase } from "../../../db/client.ts";
import { migrate } from "../../../db/migrate.ts";
import { seedStore } from "../../../db/seed.ts";

/** Starts a store on the file given and prints how many migrations it applied. */
const { client, db } = openDatabase({ url: `file:${process.argv[2]}` });
const applied = await migrate(client);
await seedStore(db);
client.close();
process.stdout.write(String(applied.length));
