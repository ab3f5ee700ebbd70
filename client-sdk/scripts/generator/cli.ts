import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { usualConventions } from "./conventions.ts";
import { Fault } from "./fault.ts";
import { generateContract } from "./generate-contract.ts";
import type { Export } from "./open-program.ts";

const help = `Writes what clients of a tRPC router see of it as one module of types that imports nothing.

  bun cli.ts --router src/router.ts#appRouter --out contract.ts

  --router file#name    the router: the module is run, since names and words are in its schemas and metadata
  --out file            where the contract goes; left out, it is printed
  --errors file#name    an interface that tells by each error code what data comes with it
  --tsconfig file       by default the nearest to the router
  --check               write nothing, and fail where the file is not what would be written
  --help

Every procedure needs an output schema. Types are TypeScript's own; names come from zod's ids (.meta({ id: "Order" }))
and from type aliases, words from descriptions, from JSDoc and from the metadata's \`summary\`, error codes from its \`errors\`.
`;

/** What the command line asks for, done. @returns what to print, and whether it went well */
export async function runCli(args: readonly string[]): Promise<{ text: string; ok: boolean }> {
  try {
    return await run(args);
  } catch (error) {
    if (error instanceof Fault || error instanceof UsageError)
      return { text: `${error.message}\n`, ok: false };
    throw error;
  }
}

class UsageError extends Error {
  override readonly name = "UsageError";
}

async function run(args: readonly string[]): Promise<{ text: string; ok: boolean }> {
  const { router, out, errors, tsconfig, check, help: asked } = readArguments(args);
  if (asked) return { text: help, ok: true };
  if (router === undefined) throw new UsageError("--router is missing; --help tells more");
  const contract = await generateContract({
    router: exportAt(router),
    errors: errors === undefined ? undefined : exportAt(errors),
    tsconfig: tsconfig === undefined ? undefined : resolve(tsconfig),
    banner: `Generated from ${router}; edits are lost.`,
    conventions: usualConventions,
  });
  if (out === undefined) return { text: contract, ok: true };
  if (!check) {
    await Bun.write(out, contract);
    return { text: "", ok: true };
  }
  const file = Bun.file(out);
  const ok = (await file.exists()) && (await file.text()) === contract;
  return { text: ok ? "" : `${out} is not the contract of ${router}\n`, ok };
}

function readArguments(args: readonly string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  try {
    const options = { router: text, out: text, errors: text, tsconfig: text, check: flag, help: flag };
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function exportAt(text: string): Export {
  const [file, name, ...more] = text.split("#");
  if (!file || !name || more.length > 0) throw new UsageError(`Expected file#name, not ${text}`);
  return { file: resolve(file), name };
}

if (import.meta.main) {
  const { text, ok } = await runCli(process.argv.slice(2));
  await Bun.write(ok ? Bun.stdout : Bun.stderr, text);
  process.exit(ok ? 0 : 1);
}
