import { expect, test } from "bun:test";
import { build } from "esbuild";
import { bundleSchemas } from "../../client-sdk/scripts/bundle-schemas.ts";
import { markPure } from "../../client-sdk/scripts/mark-pure.ts";
import { procedures } from "../../server/trpc/root.ts";

const { code, types } = await bundleSchemas();

test("of every procedure that takes something there is its schema, by its path", () => {
  const taking = Object.entries(procedures).filter(([, { _def }]) => Object(_def).inputs.length > 0);
  const { exports } = new Bun.Transpiler().scan(code);
  expect(exports).toHaveLength(taking.length);
  expect(exports).toContain("adminPromotionsCreateCodesInput");
  for (const [path] of taking) expect(types).toContain(`: Schema<"${path}">;`);
});

test("they bring nothing along but zod, and nothing of what is answered", () => {
  expect(new Bun.Transpiler().scan(code).imports.map(({ path }) => path)).toEqual(["zod"]);
  expect(code).not.toMatch(/\bcartOutput\b/);
});

test("whoever takes one gets what it is made of, and none of the others", async () => {
  const { outputFiles } = await build({
    stdin: { contents: `export { authLoginInput } from "schemas";` },
    bundle: true,
    format: "esm",
    write: false,
    plugins: [
      {
        name: "in memory",
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^schemas$/ }, ({ path }) => ({
            path,
            namespace: "memory",
            sideEffects: false,
          }));
          onResolve({ filter: /^zod$/ }, ({ path }) => ({ path, external: true }));
          onLoad({ filter: /./, namespace: "memory" }, () => ({ contents: code }));
        },
      },
    ],
  });
  const [{ text } = { text: "" }] = outputFiles;
  expect(text).toContain("loginInput");
  expect(text).not.toMatch(/addLineInput|savePromotionInput/);
  expect(text.length).toBeLessThan(2_000);
});

test("what is marked means the same, and only what calls something is", () => {
  const module = [
    "var limits = { most: 7 };",
    "var made = [new Map(), { of: Number('3') }];",
    "var all = [...made];",
    "var double = (each) => Number(each) * 2;",
    "function triple(each) { return Number(each) * 3; }",
    "var result = [limits.most, made[1].of, all.length, double(2), triple(2)];",
  ];
  const marked = markPure(module.join("\n")).split("\n");
  expect(marked.map((line) => line.includes("@__PURE__"))).toEqual([false, true, true, false, false, true]);
  expect(new Function(`${marked.join("\n")} return result;`)()).toEqual([7, 3, 2, 4, 6]);
});
