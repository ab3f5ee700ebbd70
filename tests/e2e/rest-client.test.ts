import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import { hasChromium, startChromium } from "../helpers/chromium.ts";
import { type ServerProcess, startServer } from "../helpers/server-process.ts";

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

let server: ServerProcess;

beforeAll(async () => {
  server = await startServer({ BODEGA_SAMPLE_DATA: "true" });
});

afterAll(async () => {
  expect(await server.stop("SIGTERM")).toBe(0);
});

test("a client that openapi-typescript generates from the document compiles, and buys something", async () => {
  await run("bun", "--bun", "openapi-typescript", `${server.url}/openapi.json`, "-o", "shop.ts");
  await run("bun", "--bun", "tsc", "-p", ".");
  const bought = JSON.parse(await run("bun", "buy.ts", server.url)) as Record<string, unknown>;
  expect(bought).toMatchObject({ email: "ada@example.com", refusal: "NOT_FOUND" });
  expect(bought["number"]).toBeString();
  expect(bought["subtotal"]).toBe(2 * Number(bought["unitPrice"]));
});

test.skipIf(!hasChromium)(
  "people read the document in a browser, and try a call, all from the shop itself",
  async () => {
    const browser = await startChromium();
    const page = await browser.newPage();
    const asked = new Set<string>();
    page.on("request", (request) => {
      if (request.url().startsWith("http")) asked.add(new URL(request.url()).origin);
    });
    await page.goto(`${server.url}/docs#/catalog/catalog.markets`);
    await page.click("button.execute");
    const answer = page.locator(".live-responses-table .response-col_status").nth(1);
    expect(await answer.textContent()).toContain("200");
    expect([...asked]).toEqual([new URL(server.url).origin]);
    await browser.close();
  },
);
