import ts from "typescript-api";

/** What crosses the wire as it is, of all that comes with the language. */
const carried = new Set(["Date", "Map", "ReadonlyMap", "ReadonlySet", "RegExp", "Set", "URL", "Uint8Array"]);

/** Whose declarations say what the language and its runtimes have. */
const platforms = new Set(["typescript", "typescript-api", "@types/bun", "@types/node", "bun-types"]);

/** What a declared type is to the contract. */
export type Standing =
  /** Written by its name, with its arguments: `Map<string, Date>`. */
  | { kind: "carried"; name: string; from: string }
  /** Written out, under its own name. */
  | { kind: "own"; name: string; doc: string | undefined }
  /** Of a library or the platform, whose declaration a client does not have. */
  | { kind: "foreign"; name: string; from: string }
  /** Written out where it stands. */
  | { kind: "plain" };

const plain: Standing = { kind: "plain" };

/** Tells by its declaration what a type is to the contract. */
export function standingOf(type: ts.Type, program: ts.Program): Standing {
  const { aliasSymbol } = type;
  const alias = aliasSymbol && sourceOf(aliasSymbol);
  if (aliasSymbol && alias && !type.aliasTypeArguments && !isLibrary(alias, program)) {
    return own(aliasSymbol, program);
  }
  const symbol = type.getSymbol();
  const source = symbol && sourceOf(symbol);
  const isDeclared = symbol && (symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface)) !== 0;
  if (!isDeclared || !source) return plain;
  const { name } = symbol;
  if (isLibrary(source, program)) {
    const from = packageOf(source.fileName);
    const kind = platforms.has(from) && carried.has(name) ? "carried" : "foreign";
    return { kind, name, from };
  }
  const generic = program.getTypeChecker().getDeclaredTypeOfSymbol(symbol) !== type;
  return generic ? plain : own(symbol, program);
}

function own(symbol: ts.Symbol, program: ts.Program): Standing {
  return { kind: "own", name: symbol.name, doc: docOf(symbol, program.getTypeChecker()) };
}

/** What the source says of it. */
export function docOf(symbol: ts.Symbol, checker: ts.TypeChecker): string | undefined {
  return ts.displayPartsToString(symbol.getDocumentationComment(checker)) || undefined;
}

function sourceOf(symbol: ts.Symbol): ts.SourceFile | undefined {
  return symbol.declarations?.[0]?.getSourceFile();
}

function isLibrary(source: ts.SourceFile, program: ts.Program): boolean {
  return program.isSourceFileDefaultLibrary(source) || source.fileName.includes("/node_modules/");
}

function packageOf(file: string): string {
  const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file) ?? [];
  return name ?? "the platform";
}
