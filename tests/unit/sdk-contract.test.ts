import { expect, test } from "bun:test";
import { join } from "node:path";
import { contractPath, generateOurContract } from "../../client-sdk/scripts/generate.ts";
import { runCli } from "../../client-sdk/scripts/generator/cli.ts";
import { printContract } from "../../client-sdk/scripts/generator/print-contract.ts";
import type { Route } from "../../client-sdk/scripts/generator/read-router.ts";
import { word } from "../../client-sdk/scripts/generator/shape.ts";
import { ourConventions } from "../../client-sdk/scripts/our-conventions.ts";
import { temporaryPath } from "../helpers/temporary.ts";

test("the committed contract is that of the server's router: `bun run sdk:generate` brings it up to date", async () => {
  const committed = await Bun.file(contractPath).text();
  expect(committed).toBe(await generateOurContract());
  expect(committed.match(/(?<!")\bunknown\b|^import .*/gm)).toBeNull();
});

const route = (path: string, codes: readonly string[] = []): Route => ({
  path,
  kind: "mutation",
  summary: `Do ${path}`,
  input: { kind: "generic", name: "Set", of: [word("string")] },
  output: word("Date"),
  codes,
});

const print = (routes: readonly Route[]) =>
  printContract({
    banner: "Generated.",
    routes,
    declarations: new Map(),
    errors: undefined,
    branded: false,
    conventions: ourConventions,
    nameRouter: (path) => `${path}Routes`,
  });

test("one procedure more adds its own lines and changes no other", () => {
  const codes = ["NOT_FOUND"];
  const before = print([route("cart.add", codes), route("order.get")]).split("\n");
  const after = print([route("cart.add", codes), route("cart.drop", codes), route("order.get")]).split("\n");
  const index = after.indexOf("  /** Do cart.drop */");
  expect(after[index + 1]).toBe('  drop: Mutation<Set<string>, Date, "NOT_FOUND">;');
  expect(after.toSpliced(index, 2)).toEqual(before);
});

test("codes that go together stand by the name of their group", () => {
  const contract = print([route("cart.add", ["NOT_FOUND", "CONFLICT", "CART_NOT_OPEN", "OUT_OF_STOCK"])]);
  expect(contract).toContain('add: Mutation<Set<string>, Date, "OUT_OF_STOCK" | CartCode>;');
  expect(contract).toContain('export type CartCode = "CART_NOT_OPEN" | "CONFLICT" | "NOT_FOUND";');
});

test("our procedures say what they do, who may call them and what they refuse with", () => {
  const meta = { summary: "Look", access: "customer", errors: ["NOT_FOUND"] };
  expect(ourConventions.summary(meta, "a.b")).toBe("Look");
  expect(ourConventions.errors(meta, "a.b")).toEqual(["UNAUTHENTICATED", "NOT_FOUND"]);
  expect(() => ourConventions.summary({}, "a.b")).toThrow("a.b: has no summary");
  expect(() => ourConventions.errors({ errors: [] }, "a.b")).toThrow("a.b: does not say who may call it");
  expect(() => ourConventions.errors({ access: "public" }, "a.b")).toThrow("a.b: does not list its errors");
});

const foreign = join(import.meta.dir, "../fixtures/foreign-router");
const router = ["--router", `${foreign}/router.ts#appRouter`, "--errors", `${foreign}/errors.ts#Problems`];

test("another project's contract is written, and checked, from the command line", async () => {
  const out = temporaryPath("contract.ts");
  expect(await runCli([...router, "--out", out])).toEqual({ text: "", ok: true });
  const [, ...written] = (await Bun.file(out).text()).split("\n");
  const [, ...expected] = (await Bun.file(join(foreign, "contract.ts")).text()).split("\n");
  expect(written).toEqual(expected);

  expect(await runCli([...router, "--out", out, "--check"])).toEqual({ text: "", ok: true });
  await Bun.write(out, "an older one");
  const { ok, text } = await runCli([...router, "--out", out, "--check"]);
  expect({ ok, text }).toEqual({ ok: false, text: expect.stringContaining("is not the contract of") });
});

test("the command line explains itself and says what it does not understand", async () => {
  expect((await runCli(["--help"])).text).toContain("--router file#name");
  const refusals = {
    "--router is missing": [],
    "Expected file#name": ["--router", "router.ts"],
    "Unknown option '--outt'": ["--outt", "x"],
  };
  for (const [message, args] of Object.entries(refusals)) {
    expect(await runCli(args)).toEqual({ ok: false, text: expect.stringContaining(message) });
  }
});
