import { parseArgs } from "node:util";
import { AppError } from "../core/errors.ts";
import { StartError } from "../core/start-error.ts";

/** Does what the arguments say and ends with the exit code it answers; of whatever goes wrong, one line and 1. */
export async function runCommand(run: (args: string[]) => Promise<number>): Promise<void> {
  try {
    process.exitCode = await run(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = 1;
  }
}

/** What `read` makes of the words; undefined when help is asked for. `name` is what the command is run by. */
export function readArguments<Result>(
  name: string,
  args: string[],
  read: (words: string[]) => Result,
): Result | undefined {
  try {
    const options = { help: { type: "boolean", short: "h" } } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    return values.help ? undefined : read(positionals);
  } catch (error) {
    throw new StartError(`${explain(error)}. See ${name} --help`);
  }
}

/** The innermost cause in one line: what wraps it repeats SQL. */
export function explain(error: unknown): string {
  if (isBadRequest(error)) return error.data.issues.map(({ message }) => message).join("; ");
  if (!(error instanceof Error)) return String(error);
  if (error.cause !== undefined) return explain(error.cause);
  return error.message.replace(/^E[A-Z]+: ([^,]*),.*$/s, "$1"); // of what the operating system says
}

function isBadRequest(error: unknown): error is AppError<"BAD_REQUEST"> {
  return error instanceof AppError && error.code === "BAD_REQUEST";
}
