import { openDatabase } from "../../../db/client.ts";

/** Writes rows one by one and in transactions, and prints the id of each that was acknowledged. */
const [path, name, count] = process.argv.slice(2);
const { client } = openDatabase({ url: `file:${path}` });
for (let i = 0; i < Number(count); i++) {
  const id = `${name}-${i}`;
  const insert = { sql: "insert into written values (?)", args: [id] };
  if (i % 2 === 0) {
    await client.execute(insert);
  } else {
    const transaction = await client.transaction();
    await transaction.execute(insert);
    await transaction.commit();
  }
  process.stdout.write(`${id}\n`);
}
