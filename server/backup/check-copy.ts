import { type DatabaseHandle, openDatabase } from "../../db/client.ts";
import { pendingMigrations, unknownMigrations } from "../../db/migrate.ts";
import { StartError } from "../core/start-error.ts";
import { innermost } from "../infra/fault.ts";
import { type Verdict, verify } from "../invariants/verify.ts";

/** What a copy of a store turned out to be. */
export interface Checked {
  /** The migrations that it lacks. */
  pending: string[];
  /** Whether what has to be true of its rows is; of an older schema nobody can tell. */
  verdicts: Verdict[];
}

/**
 * Looks whether a copy of a store is one, and whole: every page of the file, every reference, the migrations, and all
 * that has to be true of its rows. `name` is what its owner knows it by.
 * @throws StartError when it is damaged, no store, or one of a newer version
 */
export async function checkCopy(path: string, name: string): Promise<Checked> {
  const database = openCopy(path, name);
  try {
    await assertSound(database, name);
    const pending = await pendingMigrations(database.client);
    return { pending, verdicts: pending.length > 0 ? [] : await Array.fromAsync(verify(database.db)) };
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw damaged(name, innermost(error).message);
  } finally {
    database.client.close();
  }
}

function openCopy(path: string, name: string): DatabaseHandle {
  try {
    return openDatabase({ url: `file:${path}` });
  } catch (error) {
    throw damaged(name, innermost(error).message);
  }
}

async function assertSound({ client }: DatabaseHandle, name: string): Promise<void> {
  const { rows: faults } = await client.execute("PRAGMA integrity_check(1)");
  const [fault] = faults.map((row) => String(row[0]));
  if (fault !== "ok") throw damaged(name, fault ?? "it cannot be checked");
  const { rows: dangling } = await client.execute("PRAGMA foreign_key_check");
  const [row] = dangling;
  if (row) throw damaged(name, `a row of ${String(row["table"])} refers to none of ${String(row["parent"])}`);
  const unknown = await unknownMigrations(client);
  if (unknown === undefined) throw new StartError(`${name} is not the database of a store`);
  if (unknown.length > 0) {
    throw new StartError(`${name} is of a newer version, which knows ${unknown.join(", ")}: use that one`);
  }
}

const damaged = (name: string, how: string) =>
  new StartError(`${name} is damaged: ${how.replaceAll("\n", " ")}`);
