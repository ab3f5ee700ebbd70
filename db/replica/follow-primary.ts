import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import Native from "libsql";
import { Connection, isBusy } from "../local/connection.ts";
import { isHalf } from "./files.ts";
import type { Answer, Whereabouts } from "./messages.ts";

/**
 * Keeps a replica, as a process of its own: what libSQL does for that blocks whoever calls it, for as long as a primary
 * takes that does not answer, and only a process can be ended in the middle of it. Its parent tells it where, then each
 * time that it is to sync, and is answered; it ends with the parent.
 */
export function followPrimary(): void {
  process.on("SIGINT", () => {}); // which a terminal sends to all: the parent says when
  process.once("disconnect", () => process.exit(0));
  process.once("message", (whereabouts: Whereabouts) => {
    const sync = keeperOf(whereabouts);
    const answer = () => process.send?.(sync());
    process.on("message", answer);
    answer(); // the first
  });
}

function keeperOf({ path, url, authToken }: Whereabouts): () => Answer {
  let held: Connection | undefined;
  let isSound = false;
  let primary: Native.Database | undefined;
  return () => {
    try {
      if (!held?.inTransaction) held = hold(path);
      const reason = isSound ? undefined : damageOf(path);
      if (reason !== undefined) return { outcome: "damaged", reason };
      isSound = true;
      primary ??= open({ path, url, authToken });
      // Sound: that is what it gives of a replica, whatever its types say.
      const { frame_no, frames_synced } = primary.sync() as unknown as Synced;
      return { outcome: "synced", frame: frame_no, written: frames_synced };
    } catch (error) {
      if (isBusy(error) && !held) return { outcome: "kept elsewhere", reason: "another process keeps it" };
      return { outcome: "failed", reason: String(Object(error).message) };
    }
  };
}

interface Synced {
  frame_no: number;
  frames_synced: number;
}

/** Of two processes that keep one file each would write over what the other has: SQLite's lock lets one in, and ends with it. */
function hold(path: string): Connection {
  mkdirSync(dirname(path), { recursive: true });
  const lock = new Connection(`${path}-lock`, [], 0);
  lock.exec("BEGIN EXCLUSIVE");
  return lock;
}

/**
 * It reads all of the file; libSQL would go on with one that is broken. It stays open: the last to close a file writes
 * the log back into it, which is libSQL's to do.
 */
function damageOf(path: string): string | undefined {
  if (isHalf(path)) return "a part of it is missing";
  if (!existsSync(path)) return undefined;
  try {
    const { rows } = new Connection(path, ["query_only = ON"], 0).run("PRAGMA quick_check(1)");
    const found = rows[0]?.["quick_check"];
    return found === "ok" ? undefined : String(found);
  } catch (error) {
    return String(Object(error).message);
  }
}

/** Of the types of the native package, those of another one, none is the way to open a replica. */
const open = ({ path, url, authToken }: Whereabouts) =>
  new Native(path, Object({ syncUrl: url, authToken, readYourWrites: false }));
