import { followPrimary } from "../../db/replica/follow-primary.ts";
import { StartError } from "../core/start-error.ts";
import { calledAs, nothing, readArguments } from "./command-line.ts";

const usage = `Usage: ${calledAs("replicate")}

Keeps the replica at DATABASE_REPLICA_PATH as the database is. Nobody has to type this:
${calledAs("serve")} runs it beside itself, and ends it.
`;

export async function run(args: string[]): Promise<number> {
  const isWanted = readArguments("replicate", args, {}, nothing);
  if (!isWanted) {
    process.stdout.write(usage);
    return 0;
  }
  if (!process.send) throw new StartError(`${calledAs("serve")} runs this by itself`);
  followPrimary();
  return 0;
}
