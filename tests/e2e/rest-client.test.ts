import { expect, test } from "bun:test";
import { join } from "node:path";
import { startServer } from "../helpers/server-process.ts";

const folder = join(import.meta.dirname, "../rest-client");

async function run(...command: string[]): Promise<string> {
  const child = Bun.spawn(command, { cwd: folder, stdout: "pipe", stderr: "pipe" });
  const [output, complaint, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  if (code !== 0) throw new Error(`${command.join(" ")} ended with ${code}: ${output}${complaint}`);
  return output;
}

test("a client that openapi-typescript generates from the document compiles, and buys something", async () => {
  const server = await startServer({ BODEGA_SAMPLE_DATA: "true" });
  await run("bun", "--bun", "openapi-typescript", `${server.url}/openapi.json`, "-o", "shop.ts");
  await run("bun", "--bun", "tsc", "-p", ".");
  const bought = JSON.parse(await run("bun", "buy.ts", server.url)) as Record<string, unknown>;
  expect(bought).toMatchObject({ email: "ada@example.com", refusal: "NOT_FOUND" });
  expect(bought["number"]).toBeString();
  expect(bought["subtotal"]).toBe(2 * Number(bought["unitPrice"]));
  expect(await server.stop("SIGTERM")).toBe(0);
});
