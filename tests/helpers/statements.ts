import type { Client } from "@libsql/client";

/** Counts the statements that reach a client from now on. */
export function countStatements(client: Client): () => number {
  let count = 0;
  const { execute, batch } = client;
  const executeOnce: (...args: Parameters<Client["execute"]>) => ReturnType<Client["execute"]> = (
    ...args
  ) => {
    count += 1;
    return execute.apply(client, args);
  };
  // Sound: the other overload takes the text and its arguments, and is passed on as it is.
  client.execute = executeOnce as Client["execute"];
  client.batch = (statements, mode) => {
    count += statements.length;
    return batch.call(client, statements, mode);
  };
  return () => count;
}
