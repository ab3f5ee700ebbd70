import { type Client, createClient } from "@libsql/client";
import { drizzle, type LibSQLDatabase } from "drizzle-orm/libsql";
import { LocalClient } from "./local/client.ts";
import * as schema from "./schema/index.ts";

export type Database = LibSQLDatabase<typeof schema>;

export interface DatabaseHandle {
  db: Database;
  client: Client;
}

export interface DatabaseLocation {
  /** `file:path` on this machine, or `libsql://`, `http://`, `https://`, `ws://`, `wss://` of a server. */
  url: string;
  authToken?: string | undefined;
}

/** A server that takes longer is not there; without a deadline a request would hang with it. */
const remoteDeadlineMs = 10_000;

const fetchWithDeadline = (request: Request) =>
  fetch(request, { signal: AbortSignal.timeout(remoteDeadlineMs) });

/** Opens the database behind one interface, wherever it is. */
export function openDatabase({ url, authToken }: DatabaseLocation): DatabaseHandle {
  const client = url.startsWith("file:")
    ? new LocalClient(url.slice("file:".length))
    : createClient({ url, fetch: fetchWithDeadline, ...(authToken !== undefined && { authToken }) });
  return { client, db: drizzle(client, { schema }) };
}
