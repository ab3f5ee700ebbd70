import type { Conventions } from "./conventions.ts";
import { loadRouter } from "./load-router.ts";
import { Names } from "./names.ts";
import { type Export, openProgram } from "./open-program.ts";
import { ownNames, printContract } from "./print-contract.ts";
import { readRouter } from "./read-router.ts";
import { createReader } from "./read-type.ts";
import { shareShapes } from "./share-shapes.ts";

export interface Request {
  router: Export;
  /** An interface that tells by each code what comes with that error. */
  errors?: Export | undefined;
  /** By default the nearest to the router. */
  tsconfig?: string | undefined;
  /** What the first line says of where it comes from. */
  banner: string;
  conventions: Conventions;
}

/**
 * The contract of a router: the types are the checker's, so that they are what tRPC's own clients would infer; names and
 * words come from the schemas and metadata that the running router has, which no type tells.
 * @throws Fault that names whatever a client could not rely on
 */
export async function generateContract(request: Request): Promise<string> {
  const { banner, conventions, errors, router } = request;
  const procedures = await loadRouter(router);
  const entry = openProgram(request);
  const names = new Names([...ownNames, ...Object.keys(conventions.codeGroups)]);
  const reader = createReader(entry.program, names);
  if (entry.errors) reader.read(entry.errors, { notes: undefined, path: "errors" });
  const read = readRouter(entry, procedures, reader, conventions);
  const shared = shareShapes(names, read);
  return printContract({
    ...shared,
    banner,
    conventions,
    errors: errors?.name,
    branded: names.branded,
    nameRouter: (path) => names.derive(`${path} routes`),
  });
}
