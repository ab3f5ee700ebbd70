import { deriveBases } from "./derive-bases.ts";
import { nameRepeated } from "./name-repeated.ts";
import type { Names } from "./names.ts";
import { namedObjects } from "./notes.ts";
import type { Route } from "./read-router.ts";
import type { Declaration, Declarations } from "./shape.ts";

/** The same contract with nothing in it written out twice that can be said once. */
export function shareShapes(
  names: Names,
  read: readonly Route[],
): { routes: Route[]; declarations: Declarations } {
  const { derive, used } = deriveBases(names.declarations, namedObjects());
  const derived = [...names.declarations].map(([name, { shape, doc }]): [string, Declaration] => [
    name,
    { shape: derive(shape, name), doc },
  ]);
  const routes = read.map(
    (route): Route => ({ ...route, input: derive(route.input), output: derive(route.output) }),
  );

  const places = routes.flatMap(({ path, input, output }) => [
    { path: `${path} input`, shape: input },
    { path: `${path} output`, shape: output },
  ]);
  const { replace, declarations } = nameRepeated(new Map([...derived, ...used]), places, (hint) =>
    names.derive(hint),
  );
  return {
    routes: routes.map((route) => ({ ...route, input: replace(route.input), output: replace(route.output) })),
    declarations,
  };
}
