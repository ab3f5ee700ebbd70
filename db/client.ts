import type { Client } from "@libsql/client";
import { drizzle, type LibSQLDatabase } from "drizzle-orm/libsql";
import { LocalClient } from "./local/client.ts";
import { RemoteClient } from "./remote/client.ts";
import * as schema from "./schema/index.ts";
import type { Waits } from "./waits.ts";

export type Database = LibSQLDatabase<typeof schema>;

export interface DatabaseHandle {
  db: Database;
  client: Client;
  /** Grows with each commit of this process, before whoever wrote hears of it: what was read until then may be old. */
  commits(): number;
  /**
   * How far the catalogue has come (`catalogue-position.ts`): as far at least as all that this process was answered to
   * a write or a batch of reads, once it has been told to follow it.
   */
  cataloguePosition(): number;
  /** To be called once the schema is there. */
  followCatalogue(): void;
  /** Calls back after each of them; the answer ends that. */
  onCommit(listener: () => void): () => void;
  /** Of this process's writes for those before them. */
  waits: Waits;
}

export interface DatabaseLocation {
  /** `file:path` on this machine, or `libsql://`, `http://`, `https://` of a server. */
  url: string;
  authToken?: string | undefined;
  /** In milliseconds: how long a server may take for one answer. */
  deadlineMs?: number;
}

/** Twice as long as a server leaves the write lock to somebody who does nothing with it. */
const defaultDeadlineMs = 10_000;

/** Opens the database behind one interface, wherever it is; `observed` may look on at what goes through it. */
export function openDatabase(
  { url, authToken, deadlineMs = defaultDeadlineMs }: DatabaseLocation,
  observed: (client: Client) => Client = (client) => client,
): DatabaseHandle {
  const own = url.startsWith("file:")
    ? new LocalClient(url.slice("file:".length))
    : new RemoteClient({ url, authToken, deadlineMs });
  const { commits, waits } = own;
  const client = observed(own);
  return {
    client,
    db: drizzle(client, { schema }),
    commits: () => commits.count,
    cataloguePosition: () => own.cataloguePosition(),
    followCatalogue() {
      if (own instanceof RemoteClient) own.followCatalogue();
    },
    onCommit: (listener) => commits.listen(listener),
    waits,
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
