import { pathToFileURL } from "node:url";
import type { Export } from "./open-program.ts";

/** What is read of a procedure at run time: its schemas stand in no type of tRPC's. */
export interface Procedure {
  _def: { type: string; meta?: unknown; inputs: readonly unknown[]; output?: unknown };
}

/** By dotted path. */
export type Procedures = Readonly<Record<string, Procedure>>;

/** The procedures of a router, whose module is run for it. */
export async function loadRouter({ file, name }: Export): Promise<Procedures> {
  const module: Record<string, unknown> = await import(pathToFileURL(file).href);
  const router = module[name];
  if (!isRouter(router)) throw new Error(`${name} of ${file} is not a router`);
  return router._def.procedures;
}

function isRouter(value: unknown): value is { _def: { procedures: Procedures } } {
  const definition = isObject(value) ? Reflect.get(value, "_def") : undefined;
  return isObject(definition) && isObject(Reflect.get(definition, "procedures"));
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
