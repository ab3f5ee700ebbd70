import { dirname, resolve } from "node:path";
import ts from "typescript-api";

/** Something that a module exports: `server/router.ts#appRouter`. */
export interface Export {
  file: string;
  name: string;
}

export interface Entry {
  program: ts.Program;
  /** By the path of procedures, what tRPC says that callers send and get. */
  inputs: ts.Type;
  outputs: ts.Type;
  /** By its code, what comes with each error. */
  errors: ts.Type | undefined;
}

interface Sources {
  router: Export;
  errors?: Export | undefined;
  tsconfig?: string | undefined;
}

/**
 * Opens the program that a router stands in, beside a module that asks tRPC what clients of it send and get: so that
 * what a client would infer is what is read, whatever tRPC's own types look like.
 * @throws Error with the compiler's words
 */
export function openProgram({ router, errors, tsconfig }: Sources): Entry {
  const folder = dirname(router.file);
  const probe = resolve(folder, "__contract__.ts");
  const text = [
    `import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";`,
    `import type { ${router.name} as router } from ${JSON.stringify(router.file)};`,
    "export type Inputs = inferRouterInputs<typeof router>;",
    "export type Outputs = inferRouterOutputs<typeof router>;",
    ...(errors ? [`export type { ${errors.name} as Errors } from ${JSON.stringify(errors.file)};`] : []),
  ].join("\n");

  const options = readOptions(tsconfig ?? ts.findConfigFile(folder, ts.sys.fileExists));
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (file) => resolve(file) === probe || fileExists(file);
  host.readFile = (file) => (resolve(file) === probe ? text : readFile(file));

  const program = ts.createProgram([probe], options, host);
  const source = program.getSourceFile(probe);
  if (!source) throw new Error(`${probe} could not be read`);
  const faults = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  if (faults.length > 0) throw new Error(ts.formatDiagnostics(faults, host));

  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(source);
  const exported = module ? checker.getExportsOfModule(module) : [];
  const typeOf = (name: string): ts.Type | undefined => {
    const symbol = exported.find((each) => each.name === name);
    if (!symbol) return undefined;
    const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    return checker.getDeclaredTypeOfSymbol(isAlias ? checker.getAliasedSymbol(symbol) : symbol);
  };
  const [inputs, outputs] = [typeOf("Inputs"), typeOf("Outputs")];
  if (!inputs || !outputs) throw new Error(`${router.file} does not export ${router.name}`);
  return { program, inputs, outputs, errors: typeOf("Errors") };
}

function readOptions(tsconfig: string | undefined): ts.CompilerOptions {
  const always = { noEmit: true, allowImportingTsExtensions: true, skipLibCheck: true, types: [] };
  if (tsconfig === undefined) return { ...always, strict: true, module: ts.ModuleKind.Preserve };
  const { config, error } = ts.readConfigFile(tsconfig, ts.sys.readFile);
  if (error) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, "\n"));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, dirname(tsconfig));
  return {
    ...options,
    ...always,
    types: options.types ?? [],
    declaration: false,
    composite: false,
    incremental: false,
  };
}
