import { describe, expect, test } from "bun:test";
import { permissions } from "../db/enums.ts";
import manifest from "../package.json";
import type { ProcedureMeta } from "../server/trpc/meta.ts";
import { procedures } from "../server/trpc/root.ts";
import { type Import, readImports, readSource } from "./helpers/imports.ts";

const files = readImports();

/** The modules in the order in which they may use each other: each only those on earlier lines. */
const moduleOrder = [
  ["idempotency", "outbox"],
  ["auth"],
  ["customer", "catalog", "media"],
  ["inventory"],
  ["pricing", "tax", "shipping"],
  ["promotion"],
  ["cart"],
  ["payment"],
  ["order"],
  ["email"],
];

const moduleOf = (file: string) => /^server\/modules\/([^/]+)\//.exec(file)?.[1];
const rankOf = (module: string) => moduleOrder.findIndex((line) => line.includes(module));
const isProjectFile = (target: string) => /^(server|db|client-sdk|testing)\//.test(target);

/** The imports of files whose path matches that no pattern allows, as `file -> target`. */
function violations(where: RegExp, allowed: (each: Import, file: string) => boolean): string[] {
  return [...files]
    .filter(([file]) => where.test(file))
    .flatMap(([file, imports]) =>
      imports.filter((each) => !allowed(each, file)).map(({ target }) => `${file} -> ${target}`),
    );
}

/** All that comes with a file, types too. */
function reachableFrom(file: string, seen = new Set<string>()): Set<string> {
  for (const { target } of files.get(file) ?? []) {
    if (seen.has(target)) continue;
    seen.add(target);
    reachableFrom(target, seen);
  }
  return seen;
}

/** A file that decides and does nothing: neither it nor what it uses reaches the database or the outside. */
function isPure(file: string, seen: ReadonlySet<string> = new Set()): boolean {
  if (seen.has(file) || /^(db\/(enums|limits)\.ts$|server\/core\/)/.test(file)) return true;
  if (!moduleOf(file)) return false;
  const running = (files.get(file) ?? []).filter(({ typeOnly }) => !typeOnly);
  return running.every(({ target }) => target === "zod" || isPure(target, new Set([...seen, file])));
}

describe("who may import whom:", () => {
  test("the database's words import nothing", () => {
    expect(files.get("db/enums.ts")).toEqual([]);
  });

  test("the database imports Drizzle and libSQL alone", () => {
    const allowed = /^(db\/|drizzle-orm$|@libsql\/client$|libsql$|node:)/;
    expect(violations(/^db\//, ({ target }) => allowed.test(target))).toEqual([]);
  });

  test("the core imports nothing that does anything: of the database its words and its types", () => {
    expect(
      violations(
        /^server\/core\//,
        ({ target, typeOnly }) =>
          /^(server\/core\/|db\/enums\.ts$|zod$|superjson$)/.test(target) ||
          (typeOnly && target.startsWith("db/")),
      ),
    ).toEqual([]);
  });

  test("adapters know the ports and the library they adapt", () => {
    expect(
      violations(
        /^server\/infra\//,
        ({ target }) =>
          !isProjectFile(target) ||
          /^server\/core\/(ports|payment-port)\.ts$/.test(target) ||
          target.startsWith("server/infra/"),
      ),
    ).toEqual([]);
  });

  test("a router knows its own schema and services and how procedures are made, never the database", () => {
    expect(
      violations(
        /^server\/modules\/.+\/router\.ts$/,
        ({ target }, file) =>
          /^server\/trpc\/(init|procedures|events)\.ts$/.test(target) || moduleOf(target) === moduleOf(file),
      ),
    ).toEqual([]);
  });

  test("how procedures are made knows the core, the database, stored answers, sessions, keys and the audit log; the list of them the routers", () => {
    const allowed =
      /^(server\/(core|trpc|modules\/idempotency)\/|server\/modules\/auth\/(sessions|api-keys|audit)\.ts$|db\/)/;
    expect(
      violations(
        /^server\/trpc\//,
        ({ target }, file) =>
          !isProjectFile(target) ||
          allowed.test(target) ||
          (file === "server/trpc/root.ts" && target.endsWith("/router.ts")),
      ),
    ).toEqual([]);
  });

  test("the HTTP side knows procedures by their list, and of modules the keys it publishes, signing in through others, the pictures it takes, invoices, what payment providers tell and what changes its answers", () => {
    const allowed = ({ target }: Import) =>
      !moduleOf(target) ||
      /^server\/modules\/(auth\/(signing-keys\.ts$|oauth\/)|media\/|catalog\/read-changes\.ts$|order\/invoice\/|payment\/notices\.ts$)/.test(
        target,
      );
    expect(violations(/^server\/http\//, allowed)).toEqual([]);
  });

  test("a module knows the core, the database, pure files and the modules before it", () => {
    const allowed = ({ target }: Import, file: string) => {
      if (!isProjectFile(target)) return true;
      if (/^(db|server\/core)\//.test(target)) return true;
      const [own, other] = [moduleOf(file), moduleOf(target)];
      if (!own || !other) return false;
      return own === other || rankOf(other) < rankOf(own) || isPure(target);
    };
    expect(violations(/^server\/modules\/(?!.*\/router\.ts$)/, allowed)).toEqual([]);
  });

  test("jobs stand on top: only what starts the server, and tests, know of them", () => {
    expect(
      violations(
        /^server\/(?!jobs\/|commands\/serve\.ts)/,
        ({ target }) => !target.startsWith("server/jobs/"),
      ),
    ).toEqual([]);
  });

  test("what has to be true of every row is asked of the database, not of the code that wrote it", () => {
    expect(
      violations(/^server\/invariants\//, ({ target }) =>
        /^(db\/transaction\.ts$|server\/invariants\/|drizzle-orm$)/.test(target),
      ),
    ).toEqual([]);
  });

  test("every module has its place in the order", () => {
    const modules = new Set([...files.keys()].flatMap((file) => moduleOf(file) ?? []));
    expect([...modules].filter((module) => rankOf(module) < 0)).toEqual([]);
  });

  test("the client package holds nothing of the server and needs nothing, but for the entries that stand beside another library", () => {
    const besides: Record<string, RegExp> = {
      "client-sdk/src/react.ts": /^@tanstack\/react-query$/,
      "client-sdk/src/trpc.ts": /^@trpc\/(client|server)$/,
    };
    expect(
      violations(
        /^client-sdk\/src\//,
        ({ target }, file) => target.startsWith("client-sdk/src/") || besides[file]?.test(target) === true,
      ),
    ).toEqual([]);
  });

  test("what writes contracts knows no project: it takes any router", () => {
    const allowed = /^(client-sdk\/scripts\/generator\/|typescript-api$|zod$|node:)/;
    expect(violations(/^client-sdk\/scripts\/generator\//, ({ target }) => allowed.test(target))).toEqual([]);
  });

  test("the database knows nothing of the server, nor the server of the client package", () => {
    expect(violations(/^db\//, ({ target }) => !target.startsWith("server/"))).toEqual([]);
    expect(violations(/^server\//, ({ target }) => !target.startsWith("client-sdk/"))).toEqual([]);
  });

  test("the shop for tests knows all of the product and what that is installed with, and nothing of the product knows it", () => {
    const installed = new Set([...Object.keys(manifest.dependencies), "bun"]);
    const isInstalled = (target: string) => target.startsWith("node:") || installed.has(target);
    expect(violations(/^testing\//, ({ target }) => isProjectFile(target) || isInstalled(target))).toEqual(
      [],
    );
    expect(violations(/^(?!testing\/)/, ({ target }) => !target.startsWith("testing/"))).toEqual([]);
  });

  test("who asks for its types gets those of the client and a few words of the server, and of no library", () => {
    expect([...reachableFrom("testing/public.d.ts")].filter((target) => !isProjectFile(target))).toEqual([]);
  });

  test("nothing imports itself, by whatever way round", () => {
    const circles: string[] = [];
    const done = new Set<string>();
    const visit = (file: string, path: string[]): void => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(" -> "));
      if (path.includes(file) || done.has(file)) return;
      for (const { target, typeOnly } of files.get(file) ?? []) if (!typeOnly) visit(target, [...path, file]);
      done.add(file);
    };
    for (const file of files.keys()) visit(file, []);
    expect(circles).toEqual([]);
  });

  test("only the schema and the entries of packages pass on what others export", () => {
    const passOn = [...files.keys()].filter((file) => /^export .* from "/m.test(readSource(file)));
    expect(passOn.toSorted()).toEqual(["client-sdk/src/index.ts", "db/schema/index.ts", "testing/index.ts"]);
  });

  test("the environment has one reader", () => {
    const readers = [...files.keys()].filter((file) => /process\.env|Bun\.env/.test(readSource(file)));
    expect(readers).toEqual(["server/env.ts"]);
  });
});

describe("every procedure", () => {
  const accesses = [
    "public",
    "cart",
    "order",
    "customer",
    ...permissions.map((permission) => `staff:${permission}`),
  ];
  const all = Object.entries(procedures);

  test.each(all)("%s says who may call it, what it does and which errors it raises", (_, { _def }) => {
    // Sound: every procedure is built on ours, whose metadata this is.
    const meta = _def.meta as Partial<ProcedureMeta>;
    expect(meta.summary).toMatch(/^[A-Z].{10,}/);
    expect(accesses).toContain(meta.access ?? "");
    expect(meta.errors).toBeArray();
  });

  test.each(all)("%s checks what it answers", (_, { _def }) => {
    expect("output" in _def && _def.output !== undefined).toBe(true);
  });
});
