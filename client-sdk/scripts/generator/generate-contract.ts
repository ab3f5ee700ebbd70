import { pathToFileURL } from "node:url";
import type { Conventions } from "./conventions.ts";
import { deriveBases } from "./derive-bases.ts";
import { nameRepeated } from "./name-repeated.ts";
import { Names } from "./names.ts";
import { namedObjects } from "./notes.ts";
import { type Export, openProgram } from "./open-program.ts";
import { ownNames, printContract } from "./print-contract.ts";
import { type Procedure, type Route, readRouter } from "./read-router.ts";
import { TypeReader } from "./read-type.ts";
import type { Declaration } from "./shape.ts";

export interface Request {
  router: Export;
  /** An interface that tells by each code what comes with that error. */
  errors?: Export | undefined;
  /** By default the nearest to the router. */
  tsconfig?: string | undefined;
  banner: string;
  conventions: Conventions;
}

/**
 * The contract of a router: the types are the checker's, so that they are what tRPC's own clients would infer; names and
 * words come from the schemas and metadata that the running router has, which no type tells.
 * @throws Fault that names whatever a client could not rely on
 */
export async function generateContract(request: Request): Promise<string> {
  const { banner, conventions, router } = request;
  const procedures = await loadProcedures(router);
  const entry = openProgram({ errors: undefined, tsconfig: undefined, ...request });
  const names = new Names([...ownNames, ...Object.keys(conventions.codeGroups)]);
  const reader = new TypeReader(entry.program, names);
  if (entry.errors) reader.read(entry.errors, undefined, "errors");
  const read = readRouter(entry, procedures, reader, conventions);

  const { derive: base, used } = deriveBases(names.declarations, namedObjects());
  const declared = [...names.declarations].map(([name, { shape, doc }]): [string, Declaration] => [
    name,
    { shape: base(shape, name), doc },
  ]);
  const places = new Map(
    read.flatMap(({ path, input, output }) => [
      [`${path} input`, base(input)],
      [`${path} output`, base(output)],
    ]),
  );
  const { replace, declarations } = nameRepeated(new Map([...declared, ...used]), places, (hint) =>
    names.derive(hint),
  );
  const routes = read.map((route): Route => {
    const { input, output } = route;
    return { ...route, input: replace(base(input)), output: replace(base(output)) };
  });
  return printContract({
    banner,
    conventions,
    routes,
    declarations,
    hasErrors: names.declarations.has("ErrorData"),
    branded: names.branded,
  });
}

async function loadProcedures({ file, name }: Export): Promise<Record<string, Procedure>> {
  const module: Record<string, unknown> = await import(pathToFileURL(file).href);
  const router = module[name];
  if (!isRouter(router)) throw new Error(`${name} of ${file} is not a router`);
  return router._def.procedures;
}

function isRouter(value: unknown): value is { _def: { procedures: Record<string, Procedure> } } {
  const isObject = (value: unknown) => typeof value === "object" && value !== null;
  if ((!isObject(value) && typeof value !== "function") || value === null) return false;
  const definition: unknown = Reflect.get(Object(value), "_def");
  return isObject(definition) && isObject(Reflect.get(Object(definition), "procedures"));
}
