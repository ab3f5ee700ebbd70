import type { Client, TransactionMode } from "@libsql/client";
import { isRead } from "../../db/reads.ts";

/** Counts what goes to a database from now on: reads and writes, each one statement alone or one batch; transactions. */
export function countRoundTrips(client: Client) {
  const counted = { reads: 0, writes: 0, transactions: 0 };
  const { execute, batch } = client;
  const transaction: (mode: TransactionMode) => ReturnType<Client["transaction"]> = client.transaction;
  const executeOnce: (...args: Parameters<Client["execute"]>) => ReturnType<Client["execute"]> = (
    ...args
  ) => {
    counted[isRead(args[0]) ? "reads" : "writes"] += 1;
    return execute.apply(client, args);
  };
  // Sound: the other overload takes the text and its arguments, and is passed on as it is.
  client.execute = executeOnce as Client["execute"];
  client.batch = (statements, mode) => {
    const reads = statements.every((each) => isRead(Array.isArray(each) ? each[0] : each));
    counted[reads ? "reads" : "writes"] += 1;
    return batch.call(client, statements, mode);
  };
  client.transaction = (mode: TransactionMode = "write") => {
    counted.transactions += 1;
    return transaction.call(client, mode);
  };
  return counted;
}
