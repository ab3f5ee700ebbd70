import type { Conventions } from "./conventions.ts";
import { printAfter, printBlock } from "./print-shape.ts";
import type { Kind, Route } from "./read-router.ts";
import type { Declaration, Declarations, Shape } from "./shape.ts";
import { unionOf, word } from "./shape.ts";
import { docComment, propertyName } from "./syntax.ts";

/** What the contract calls a procedure, by what tRPC calls it. */
const kinds: Readonly<Record<Kind, { name: string; does: string }>> = {
  query: { name: "Query", does: "reads" },
  mutation: { name: "Mutation", does: "writes" },
  subscription: { name: "Subscription", does: "tells of one event after the other" },
};

/** Names that the contract has for itself. */
export const ownNames = [
  ...Object.values(kinds).map(({ name }) => name),
  "Branded",
  "CommonCode",
  "ErrorCode",
  "Routes",
];

interface Contract {
  /** What the first line says of where it comes from. */
  banner: string;
  routes: readonly Route[];
  declarations: Declarations;
  /** The declaration that tells what comes with each error. */
  errors: string | undefined;
  branded: boolean;
  conventions: Conventions;
  /** What the interface of a router is called that stands at a path, such as `admin.catalog`. */
  nameRouter(path: string): string;
}

/** The module of types, which imports nothing. */
export function printContract({
  banner,
  routes,
  declarations,
  errors,
  branded,
  conventions,
  nameRouter,
}: Contract): string {
  const named = [...declarations].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    `// ${banner}\n`,
    printKinds(routes, conventions),
    printCodes(routes, errors, conventions),
    ...(branded ? [brand] : []),
    ...named.map(([name, declaration]) => printDeclaration(name, declaration)),
    ...printRouters("Routes", routes, { conventions, nameRouter }),
  ].join("\n");
}

const brand = `\
declare const brand: unique symbol;

/** Text or a number of one sort, which another sort's cannot stand for. */
export type Branded<Base, Name extends string> = Base & { readonly [brand]: { [Key in Name]: true } };
`;

function printKinds(routes: readonly Route[], { mutationCodes }: Conventions): string {
  const met = new Set(routes.map(({ kind }) => kind));
  const own = { query: [], subscription: [], mutation: mutationCodes } satisfies Record<
    Kind,
    readonly string[]
  >;
  const interfaces = (["query", "mutation", "subscription"] as const)
    .filter((kind) => met.has(kind))
    .map((kind) => {
      const codes = ["Code", "CommonCode", ...own[kind].map((code) => JSON.stringify(code))].join(" | ");
      const { name, does } = kinds[kind];
      return `\
/** A procedure that ${does}. A type alone: no value has these fields. */
export interface ${name}<Input, Output, Code extends ErrorCode = never> {
  kind: ${JSON.stringify(kind)};
  input: Input;
  output: Output;
  code: ${codes};
}
`;
    });
  return interfaces.join("\n");
}

function printCodes(
  routes: readonly Route[],
  errors: string | undefined,
  { commonCodes, codeGroups }: Conventions,
): string {
  const all = words([...routes.flatMap(({ codes }) => codes), ...commonCodes]);
  return [
    errors ? `export type ErrorCode = keyof ${errors};\n` : printAlias("ErrorCode", all),
    `/** The codes that any procedure may answer. */\n${printAlias("CommonCode", words(commonCodes))}`,
    ...Object.entries(codeGroups).map(([name, codes]) => printAlias(name, words(codes))),
  ].join("\n");
}

function printDeclaration(name: string, { shape, doc }: Declaration): string {
  const comment = docComment(doc, "");
  if (shape.kind !== "object") return `${comment}${printAlias(name, shape)}`;
  const bases = shape.bases.length > 0 ? ` extends ${shape.bases.join(", ")}` : "";
  return `${comment}export interface ${name}${bases} ${shape.fields.length > 0 ? printBlock(shape) : "{}"}\n`;
}

function printAlias(name: string, shape: Shape): string {
  return `${printAfter(`export type ${name} = `, shape)};
`;
}

/** An interface for each router, those within it first. */
function printRouters(
  name: string,
  routes: readonly Route[],
  contract: Pick<Contract, "conventions" | "nameRouter">,
  path: readonly string[] = [],
): string[] {
  const inner: string[] = [];
  const entries = [...Map.groupBy(routes, (route) => route.path.split(".")[path.length] ?? "")].map(
    ([step, group]) => {
      const head = `  ${propertyName(step)}: `;
      const deeper = [...path, step];
      const leaf = group.find((route) => route.path === deeper.join("."));
      if (leaf) {
        const type = printAfter(head, typeOf(leaf, contract.conventions), "  ");
        return `${docComment(leaf.summary, "  ")}${type};\n`;
      }
      const router = contract.nameRouter(deeper.join("."));
      inner.push(...printRouters(router, group, contract, deeper));
      return `${head}${router};\n`;
    },
  );
  const doc = path.length === 0 ? "/** Every procedure. */\n" : "";
  return [...inner, `${doc}export interface ${name} {\n${entries.join("")}}\n`];
}

function typeOf({ kind, input, output, codes }: Route, { codeGroups }: Conventions): Shape {
  const code = grouped(codes, codeGroups);
  return { kind: "generic", name: kinds[kind].name, of: [input, output, ...(code ? [code] : [])] };
}

/** The codes, those that go together by the name of their group. */
function grouped(codes: readonly string[], groups: Conventions["codeGroups"]): Shape | undefined {
  let rest = codes;
  const names: Shape[] = [];
  const bySize = Object.entries(groups).sort(([, a], [, b]) => b.length - a.length);
  for (const [name, group] of bySize) {
    if (!group.every((code) => rest.includes(code))) continue;
    names.push({ kind: "name", name });
    rest = rest.filter((code) => !group.includes(code));
  }
  if (names.length === 0 && rest.length === 0) return undefined;
  return unionOf([...names, ...rest.map((code) => word(JSON.stringify(code)))]);
}

function words(values: readonly string[]): Shape {
  return values.length > 0
    ? unionOf([...new Set(values)].map((value) => word(JSON.stringify(value))))
    : word("never");
}
