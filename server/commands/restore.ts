import { restoreStore } from "../backup/restore-store.ts";
import { loadEnv } from "../env.ts";
import { onlyFile } from "./backup.ts";
import { calledAs, readArguments } from "./command-line.ts";
import { invariantReport } from "./invariant-report.ts";

const usage = `Usage: ${calledAs("restore")} FILE

Makes a new store of what ${calledAs("backup")} wrote: checks that the file is sound and
of a version that this one knows, brings it to the newest schema, and looks
whether stock, orders and money add up, before the store is there. A store that
is there already is left as it is, and so is FILE.

  --anyway   Restore it although not all adds up in it. What is damaged is
             refused all the same.

The store is where the server looks for it: DATABASE_URL, or bodega.db in
DATA_DIR (./data).
`;

export async function run(args: string[]): Promise<number> {
  const wanted = readArguments(
    "restore",
    args,
    options,
    (words, { anyway = false }: { anyway?: boolean }) => ({
      file: onlyFile(words),
      anyway,
    }),
  );
  if (wanted === undefined) {
    process.stdout.write(usage);
    return 0;
  }
  const { path, pending, verdicts } = await restoreStore(loadEnv(), wanted);
  const broken = verdicts.filter((verdict) => verdict.broken > 0);
  process.stdout.write(pending.map((name) => `Applied ${name}\n`).join("") + invariantReport(broken));
  process.stdout.write(
    `${path} is the store of ${wanted.file}: ${verdicts.length - broken.length} of ${verdicts.length} hold\n`,
  );
  return 0;
}

const options = { anyway: { type: "boolean" } } as const;
