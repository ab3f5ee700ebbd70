import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { AppError } from "../core/errors.ts";
import { StartError } from "../core/start-error.ts";

/** Whether this is the one executable, as against a clone of the repository. */
export const isExecutable = Bun.main.startsWith("/$bunfs/");

/** What a person types to run a command. */
export function calledAs(name: string): string {
  if (isExecutable) return `bodega ${name}`;
  return name === "serve" ? "bun start" : `bun run ${name}`;
}

type Values<Options extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ options: Options }>
>["values"];

/**
 * What `read` makes of the words and the options of the command `name`; undefined when help is asked for.
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
    throw new StartError(`${explain(error)}. See ${calledAs(name)} --help`);
  }
}

/** Of a command that takes no words. @throws StartError */
export function nothing(words: string[]): true {
  if (words.length > 0) throw new StartError("Expected nothing more");
  return true;
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
