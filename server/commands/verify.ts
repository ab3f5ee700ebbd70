import { StartError } from "../core/start-error.ts";
import { loadEnv } from "../env.ts";
import { verify } from "../invariants/verify.ts";
import { findStore } from "../store.ts";
import { calledAs, nothing, readArguments } from "./command-line.ts";
import { invariantReport } from "./invariant-report.ts";

const usage = `Usage: ${calledAs("verify")}

Looks whether stock, orders and money add up, also while the server runs, and
changes nothing.

The database is the server's: DATABASE_URL, or bodega.db in DATA_DIR (./data).
The exit code is 0 when all adds up, else 1.
`;

export async function run(args: string[]): Promise<number> {
  const isWanted = readArguments("verify", args, {}, nothing);
  process.stdout.write(isWanted ? await verifyStore() : usage);
  return 0;
}

/** What it found, as text. @throws StartError when something does not hold, once the text is printed */
export async function verifyStore(): Promise<string> {
  const { client, db } = await findStore(loadEnv());
  try {
    const verdicts = await Array.fromAsync(verify(db));
    const report = invariantReport(verdicts);
    const broken = verdicts.filter((verdict) => verdict.broken > 0).length;
    if (broken === 0) return report;
    process.stdout.write(report);
    throw new StartError(`${broken} of ${verdicts.length} do not hold`);
  } finally {
    client.close();
  }
}
