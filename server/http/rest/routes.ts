import type { AnyTRPCProcedure } from "@trpc/server";
import type { ProcedureMeta } from "../../trpc/meta.ts";
import { procedures } from "../../trpc/root.ts";

/** A procedure as it is called without tRPC: by a method and an address. */
export interface RestRoute {
  /** The procedure's dotted path. */
  name: string;
  procedure: AnyTRPCProcedure;
  meta: ProcedureMeta;
  method: string;
  /** `/products/{slug}`, below `/api`. */
  template: string;
  steps: readonly Step[];
}

/** A word, or a parameter that stands for any. */
type Step = { word: string } | { parameter: string };

/** Every procedure that declares an address, in the order of the router. */
export const restRoutes: readonly RestRoute[] = Object.entries(procedures).flatMap(([name, procedure]) => {
  // Sound: every procedure is built on ours, whose metadata this is.
  const meta = procedure._def.meta as ProcedureMeta;
  if (meta.rest === undefined) return [];
  const [method = "", template = ""] = meta.rest.split(" ");
  return [{ name, procedure, meta, method, template, steps: stepsOf(template) }];
});

/** The parameters of a route, in the order in which they stand in its address. */
export function parametersOf({ steps }: RestRoute): string[] {
  return steps.flatMap((step) => ("parameter" in step ? [step.parameter] : []));
}

/** What is asked for by an address below `/api`: the route with words where others have parameters comes first. */
export function findRoute(
  method: string,
  pathname: string,
): { route: RestRoute; parameters: Record<string, string> } | undefined {
  const words = decodeWords(pathname);
  const found = words && routesOf(method, words.length).find((route) => matches(route, words));
  if (!found || !words) return undefined;
  const parameters = found.steps.flatMap((step, at) =>
    "parameter" in step ? [[step.parameter, words[at] ?? ""]] : [],
  );
  return { route: found, parameters: Object.fromEntries(parameters) };
}

function stepsOf(template: string): Step[] {
  return template
    .slice(1)
    .split("/")
    .map((step) => (step.startsWith("{") ? { parameter: step.slice(1, -1) } : { word: step }));
}

function decodeWords(pathname: string): string[] | undefined {
  try {
    return pathname.slice(1).split("/").map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

const byShape = Map.groupBy(
  restRoutes.toSorted((a, b) => parametersOf(a).length - parametersOf(b).length),
  ({ method, steps }) => `${method} ${steps.length}`,
);

function routesOf(method: string, length: number): readonly RestRoute[] {
  return byShape.get(`${method === "HEAD" ? "GET" : method} ${length}`) ?? [];
}

function matches({ steps }: RestRoute, words: readonly string[]): boolean {
  return steps.every((step, at) => ("word" in step ? step.word === words[at] : words[at] !== ""));
}
