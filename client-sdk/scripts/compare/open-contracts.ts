import ts from "typescript-api";

/** A contract as the checker sees it. */
export interface Contract {
  routes: ts.Type;
  errors: ts.Type | undefined;
  /** What it exports by name. */
  names: ReadonlySet<string>;
}

export interface Contracts {
  checker: ts.TypeChecker;
  before: Contract;
  after: Contract;
}

/** Opens two contracts in one program, so that their types can be set against each other. */
export function openContracts(before: string, after: string): Contracts {
  const program = ts.createProgram([before, after], {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
    types: [],
  });
  const checker = program.getTypeChecker();
  const open = (file: string): Contract => {
    const source = program.getSourceFile(file);
    const module = source && checker.getSymbolAtLocation(source);
    if (!module) throw new Error(`${file} is no contract`);
    const exported = new Map(checker.getExportsOfModule(module).map((symbol) => [symbol.name, symbol]));
    const typeOf = (name: string) => {
      const symbol = exported.get(name);
      return symbol && checker.getDeclaredTypeOfSymbol(symbol);
    };
    const routes = typeOf("Routes");
    if (!routes) throw new Error(`${file} does not export Routes`);
    return { routes, errors: typeOf("ErrorData"), names: new Set(exported.keys()) };
  };
  return { checker, before: open(before), after: open(after) };
}
