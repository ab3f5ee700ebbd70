import { type Client, createClient } from "@libsql/client";
import { drizzle, type LibSQLDatabase } from "drizzle-orm/libsql";
import { CountingClient } from "./counting-client.ts";
import { LocalClient } from "./local/client.ts";
import * as schema from "./schema/index.ts";
import type { Turns } from "./turns.ts";

export type Database = LibSQLDatabase<typeof schema>;

export interface DatabaseHandle {
  db: Database;
  client: Client;
  /** Grows with each commit of this process, before whoever wrote hears of it: what was read until then may be old. */
  commits(): number;
  /** Calls back after each of them; the answer ends that. */
  onCommit(listener: () => void): () => void;
  /** The queue of this process's writes, where it has one: that of a server is its own. */
  turns: Turns;
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

/** Opens the database behind one interface, wherever it is; `observed` may look on at what goes through it. */
export function openDatabase(
  { url, authToken }: DatabaseLocation,
  observed: (client: Client) => Client = (client) => client,
): DatabaseHandle {
  const counted = url.startsWith("file:")
    ? new LocalClient(url.slice("file:".length))
    : new CountingClient(
        createClient({ url, fetch: fetchWithDeadline, ...(authToken !== undefined && { authToken }) }),
      );
  const { commits, turns } = counted;
  const client = observed(counted);
  return {
    client,
    db: drizzle(client, { schema }),
    commits: () => commits.count,
    onCommit: (listener) => commits.listen(listener),
    turns,
  };
}

/**
 * For a process that writes much and answers to nobody meanwhile: it waits for the disk now and then, as against at each
 * commit, and the log grows before it is written back, so that pages which many transactions change are written once
 * and need not be read again.
 * What a power cut takes of it are the last transactions, never a part of one; once the client is closed, none.
 */
export async function expectManyWrites(client: Client): Promise<void> {
  if (client.protocol !== "file") return;
  await client.executeMultiple(
    "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 8000; PRAGMA cache_size = -16000",
  );
}
