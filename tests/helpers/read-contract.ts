import { join } from "node:path";
import { usualConventions } from "../../client-sdk/scripts/generator/conventions.ts";
import { loadRouter } from "../../client-sdk/scripts/generator/load-router.ts";
import { Names } from "../../client-sdk/scripts/generator/names.ts";
import { openProgram } from "../../client-sdk/scripts/generator/open-program.ts";
import { ownNames, printContract } from "../../client-sdk/scripts/generator/print-contract.ts";
import { type Route, readRouter } from "../../client-sdk/scripts/generator/read-router.ts";
import { createReader } from "../../client-sdk/scripts/generator/read-type.ts";
import { shareShapes } from "../../client-sdk/scripts/generator/share-shapes.ts";

/** The contract of `contractRouter`, read as far as it is asked for: opening the program takes longer than reading it. */
export async function openContract() {
  const router = { file: join(import.meta.dir, "contract-router.ts"), name: "contractRouter" };
  const entry = openProgram({ router, tsconfig: join(import.meta.dir, "../../tsconfig.json") });
  const procedures = Object.entries(await loadRouter(router));

  function readAll(matches: (path: string) => boolean): { routes: Route[]; names: Names } {
    const names = new Names(ownNames);
    const reader = createReader(entry.program, names);
    const wanted = Object.fromEntries(procedures.filter(([path]) => matches(path)));
    return { routes: readRouter(entry, wanted, reader, usualConventions), names };
  }

  return {
    /** One procedure, as if there were no other. */
    read(path: string): { route: Route; names: Names } {
      const { routes, names } = readAll((each) => each === path);
      const [route] = routes;
      if (!route) throw new Error(`There is no ${path}`);
      return { route, names };
    },
    /** The module of all procedures of a router. */
    print(router: string): string {
      const { routes, names } = readAll((path) => path.startsWith(`${router}.`));
      const shared = shareShapes(names, routes);
      const { branded } = names;
      return printContract({
        ...shared,
        banner: "",
        errors: undefined,
        branded,
        conventions: usualConventions,
        nameRouter: (path) => names.derive(`${path} routes`),
      });
    },
  };
}
