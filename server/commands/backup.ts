import { resolve } from "node:path";
import { backUpStore } from "../backup/back-up-store.ts";
import { StartError } from "../core/start-error.ts";
import { type Env, loadEnv } from "../env.ts";
import { calledAs, readArguments } from "./command-line.ts";
import { invariantReport } from "./invariant-report.ts";

const usage = `Usage: ${calledAs("backup")} FILE

Copies the store into a new database file, as it is at one moment, also while
the server runs, and checks the copy: that the file is sound and that stock,
orders and money add up in it. The file is there whole or not at all, and one
that is there already is left as it is.

Not in it are the pictures, which are copied after it, and the environment,
ENCRYPTION_KEYS above all. docs/backup.md has more.

The database is the server's: DATABASE_URL, or bodega.db in DATA_DIR (./data).
The exit code is 0 when all adds up; else 1, with a file if one is named.
`;

export async function run(args: string[]): Promise<number> {
  const file = readArguments("backup", args, {}, onlyFile);
  if (file === undefined) {
    process.stdout.write(usage);
    return 0;
  }
  const env = loadEnv();
  const { pending, verdicts } = await backUpStore(env, file);
  process.stdout.write(
    `${resolve(file)} is a whole copy of the store, ${sizeOf(file)} MB\n${picturesOf(env)}\n`,
  );
  if (pending.length > 0)
    process.stdout.write("Its schema is an older one: whether all adds up was not checked\n");
  const broken = verdicts.filter((verdict) => verdict.broken > 0);
  if (broken.length === 0) return 0;
  process.stdout.write(invariantReport(broken));
  throw new StartError(`${broken.length} of ${verdicts.length} do not hold, in the store as in its copy`);
}

export function onlyFile([file, ...others]: string[]): string {
  if (file === undefined || others.length > 0) throw new StartError("Expected the name of one file");
  return file;
}

const sizeOf = (file: string) => (Bun.file(file).size / 1e6).toFixed(1);

function picturesOf({ s3, mediaDir }: Env): string {
  const place = s3 ? `the bucket ${s3.bucket}` : mediaDir;
  return `Pictures are not in it: copy ${place} as well, now that the database is`;
}
