import { constants } from "node:fs";
import { copyFile } from "node:fs/promises";
import { openDatabase } from "../../db/client.ts";
import { migrate } from "../../db/migrate.ts";
import { StartError } from "../core/start-error.ts";
import type { Env } from "../env.ts";
import { innermost } from "../infra/fault.ts";
import type { Verdict } from "../invariants/verify.ts";
import { pathOf } from "../store.ts";
import { type Checked, checkCopy } from "./check-copy.ts";
import { logsOf, makeWhole } from "./make-whole.ts";

interface Wanted {
  file: string;
  /** Whether to take it although not all adds up in it. */
  anyway: boolean;
}

/**
 * Makes a new store of a backup, which is left as it is, brings it to the newest schema and checks it before it is there.
 * @throws StartError where there is a store already; when the backup is damaged, no store or of a newer version; and when
 * something in it does not hold, unless it is wanted anyway
 */
export async function restoreStore(
  { databaseUrl }: Pick<Env, "databaseUrl">,
  { file, anyway }: Wanted,
): Promise<Checked & { path: string }> {
  const path = pathOf(databaseUrl);
  if (path === undefined) {
    throw new StartError(
      "A backup is restored into a file; docs/backup.md says how a server takes it from there",
    );
  }
  const log = logsOf(file).find((each) => Bun.file(each).size > 0); // closed, it may stay, but empty
  if (log !== undefined)
    throw new StartError(`${file} is open or was not closed, as ${log} says: back it up`);
  const checked = await makeWhole(path, async (unfinished) => {
    await copyFile(file, unfinished, constants.COPYFILE_EXCL).catch((error) => {
      throw new StartError(`Cannot copy ${file}: ${innermost(error).message}`);
    });
    const found = await checkCopy(unfinished, file);
    const { pending } = found;
    if (pending.length > 0) await migrateCopy(unfinished);
    const { verdicts } = pending.length > 0 ? await checkCopy(unfinished, file) : found;
    if (!anyway) assertHolds(verdicts, file);
    return { pending, verdicts };
  });
  return { ...checked, path };
}

async function migrateCopy(path: string): Promise<void> {
  const { client } = openDatabase({ url: `file:${path}` });
  try {
    await migrate(client);
  } finally {
    client.close();
  }
}

function assertHolds(verdicts: readonly Verdict[], file: string): void {
  const broken = verdicts.filter((verdict) => verdict.broken > 0).map(({ invariant }) => invariant);
  if (broken.length > 0) throw new StartError(`In ${file} does not hold: ${broken.join("; ")}`);
}
