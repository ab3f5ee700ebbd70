import ts from "typescript-api";

/** Whether a type has parts of its own to look at: an object, or a list, map or set of something. */
export function hasParts(type: ts.Type): boolean {
  const { TypeFlags } = ts;
  const isObject = (type.flags & (TypeFlags.Object | TypeFlags.Intersection)) !== 0;
  const isBrand = type.isIntersection() && !type.types.every(({ flags }) => (flags & TypeFlags.Object) !== 0);
  return isObject && !isBrand && !isCarried(type);
}

/** A type of the language without arguments, such as `Date`, in whose own parts nobody is interested. */
function isCarried(type: ts.Type): boolean {
  const symbol = type.getSymbol();
  if (!symbol || (symbol.flags & ts.SymbolFlags.Interface) === 0 || containers.has(symbol.name)) return false;
  const file = symbol.declarations?.[0]?.getSourceFile().fileName ?? "";
  return /\/lib\.[^/]*\.d\.ts$/.test(file);
}

/** Generic interfaces of the language, which contracts fill with types of their own. */
const containers = new Set(["Array", "Map", "ReadonlyArray", "ReadonlyMap", "ReadonlySet", "Set"]);

/** What a list, map, set or tuple is filled with; undefined for what is none of them. */
export function contentsOf(type: ts.Type, checker: ts.TypeChecker): readonly ts.Type[] | undefined {
  const isContainer = checker.isTupleType(type) || containers.has(type.getSymbol()?.name ?? "");
  // Sound: all of these are references, which alone have arguments.
  return isContainer ? checker.getTypeArguments(type as ts.TypeReference) : undefined;
}

/** Sets those of two unions' parts beside each other that tell of the same thing: by kind, by what they are told apart by. */
export function pairParts(
  before: readonly ts.Type[],
  after: readonly ts.Type[],
  checker: ts.TypeChecker,
): { pairs: [ts.Type, ts.Type][]; gone: ts.Type[]; come: ts.Type[] } {
  const come = [...after];
  const gone: ts.Type[] = [];
  const pairs: [ts.Type, ts.Type][] = [];
  const only = before.length === 1 && after.length === 1;
  for (const part of before) {
    const mark = markOf(part, checker);
    const index = come.findIndex((other) => other === part || only || markOf(other, checker) === mark);
    const [other] = index < 0 ? [] : come.splice(index, 1);
    if (other) pairs.push([part, other]);
    else gone.push(part);
  }
  return { pairs, gone, come };
}

/** The words that an object's fields have to be, or its fields' names where none has to be any. */
function markOf(type: ts.Type, checker: ts.TypeChecker): string {
  if (contentsOf(type, checker)) return type.getSymbol()?.name ?? "tuple";
  const properties = checker.getPropertiesOfType(type);
  const words = properties.flatMap((property) => {
    const value = checker.getTypeOfSymbol(property);
    return value.isStringLiteral() ? [`${property.name}: ${value.value}`] : [];
  });
  return (words.length > 0 ? words : properties.map(({ name }) => name)).toSorted().join();
}
