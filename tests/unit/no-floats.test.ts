import { expect, test } from "bun:test";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryPath } from "../helpers/temporary.ts";

const root = new URL("../..", import.meta.url).pathname;

/** How often the project's lint says so of a file of the project that reads like that. */
async function floatsFound(file: string, source: string): Promise<number> {
  const project = temporaryPath("lint");
  for (const each of ["biome.json", "scripts/no-floats.grit"]) cpSync(join(root, each), join(project, each));
  mkdirSync(dirname(join(project, file)), { recursive: true });
  writeFileSync(join(project, file), source);
  const biome = Bun.spawn([join(root, "node_modules/.bin/biome"), "lint", "--vcs-enabled=false", file], {
    cwd: project,
    stdout: "pipe",
    stderr: "pipe",
  });
  const said = await biome.stderr.text();
  return said.split("Money is whole minor units").length - 1;
}

const floats = `
export const half = (amount: number) => amount / 2;
export function halve(amount: number) {
  let rest = amount;
  rest /= 2;
  return rest;
}
export const rate = 0.19;
export const tiny = 1e-3;
export const rounded = [Math.round, Math.floor(1), Math.ceil(1), Math.trunc(1), Math.round(1)];
export const read = [parseFloat("1"), Number.parseFloat("1"), half(1).toFixed(2)];
`;

test.each(["server/core/exact.ts", "server/core/money.ts", "server/modules/tax/effects/rates.ts"])(
  "the lint finds what is no whole number in %s",
  async (file) => {
    expect(await floatsFound(file, floats)).toBe(11);
  },
);

test("the lint leaves whole numbers alone, and files that have nothing to do with money", async () => {
  const whole = "export const share = (amount: number) => (amount * 1_000 - 3) % 7;\n// 1 / 2 = 0.5\n";
  expect(await floatsFound("server/modules/pricing/share.ts", whole)).toBe(0);
  expect(await floatsFound("server/modules/catalog/half.ts", floats)).toBe(0);
});
