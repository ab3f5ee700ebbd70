import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
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

type Values<Options extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ options: Options }>
>["values"];

/**
 * What `read` makes of the words and the options; undefined when help is asked for. `name` is what the command is run by.
 */
export function readArguments<Options extends ParseArgsOptionsConfig, Result>(
  name: string,
  args: string[],
  options: Options,
  read: (words: string[], values: Values<Options>) => Result,
): Result | undefined {
  try {
    const help = { help: { type: "boolean", short: "h" } } as const;
    const { values, positionals } = parseArgs({
      args,
      options: { ...options, ...help },
      allowPositionals: true,
    });
    // Sound: without help these are the values of the options given.
    return "help" in values ? undefined : read(positionals, values as Values<Options>);
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
