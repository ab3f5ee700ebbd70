import { openDatabase } from "../../../db/client.ts";
import { createLogger } from "../../../server/infra/logger.ts";
import { OrderExpirer } from "../../../server/jobs/expire-orders.ts";
import { systemContext } from "../../../server/system-context.ts";

/** Ends what is overdue in the file given until nothing is, and prints how many orders it ended. */
const { db, client } = openDatabase({ url: `file:${process.argv[2]}` });
const expired = await new OrderExpirer(systemContext(db), createLogger("silent")).runDue();
client.close();
process.stdout.write(String(expired));
