import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { openDatabase } from "../../db/client.ts";
import { newDatabaseFile } from "../helpers/database.ts";
import { newProduct } from "../helpers/factories.ts";
import { type ServerProcess, startServer } from "../helpers/server-process.ts";
import { temporaryPath } from "../helpers/temporary.ts";

const root = new URL("../..", import.meta.url).pathname;

async function run(command: string[], cwd: string, env: Record<string, string> = {}) {
  const child = Bun.spawn(command, { cwd, env: { ...process.env, ...env }, stdout: "pipe", stderr: "pipe" });
  const [out, err] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { code: await child.exited, output: out + err };
}

async function must(command: string[], cwd: string, env?: Record<string, string>): Promise<string> {
  const { code, output } = await run(command, cwd, env);
  if (code !== 0) throw new Error(`${command.join(" ")} ended with ${code}:\n${output}`);
  return output;
}

/** A frontend's own code: buys two of what costs 4.50, then meets an error whose data is typed by its code. */
const buyer = `
import { createClient, isShopError, type Cart, type Output } from "@bodega/client";

const shop = createClient({ url: process.argv[2] ?? "" });
const { items } = await shop.catalog.products.query({ limit: 1 });
const product = await shop.catalog.product.query({ slug: items[0]!.slug });
const variantId: string = product.variants[0]!.id;
const cart: Cart = await shop.cart.create.mutate();
const cartId = cart.id;
await shop.cart.addLine.mutate({ cartId, variantId, quantity: 2 });
await shop.cart.setEmail.mutate({ cartId, email: "ada@example.com" });
await shop.cart.setAddresses.mutate({
  cartId,
  shipping: { firstName: "Ada", lastName: "L", line1: "1 Square", city: "London", postalCode: "SW1Y 4JH", country: "GB" },
});
const [option] = await shop.cart.shippingOptions.query({ cartId });
await shop.cart.setShippingOption.mutate({ cartId, shippingOptionId: option!.id });
const placed: Output<"order.place"> = await shop.order.place.mutate({ cartId, provider: "manual" });
const placedAt: Date = placed.order.placedAt;

let left = -1;
try {
  await shop.cart.addLine.mutate({ cartId: (await shop.cart.create.mutate()).id, variantId, quantity: 9_999 });
} catch (error) {
  if (!isShopError(error, "OUT_OF_STOCK")) throw error;
  left = error.data.available;
}
const { amount, currency } = placed.order.totals.total;
console.log(JSON.stringify({ amount, currency, isDate: placedAt instanceof Date, someAreLeft: left > 400 }));
`;

/** What must not compile: each line that does is an error of its own. */
const negative = `
import { createClient, isShopError } from "@bodega/client";
const shop = createClient({ url: "" });
// @ts-expect-error a quantity is a number
shop.cart.addLine.mutate({ cartId: "c", variantId: "v", quantity: "2" });
// @ts-expect-error the variant is missing
shop.cart.addLine.mutate({ cartId: "c", quantity: 2 });
// @ts-expect-error a query is not mutated
shop.cart.get.mutate({ cartId: "c" });
// @ts-expect-error there is no such procedure
shop.cart.burn.mutate({ cartId: "c" });
// @ts-expect-error money is an object
shop.cart.get.query({ cartId: "c" }).then((cart) => cart.totals.total.toFixed(2));
// @ts-expect-error there is no such code
isShopError(new Error(), "OUT_OF_LUCK");
try {
  await shop.cart.get.query({ cartId: "c" });
} catch (error) {
  // @ts-expect-error only OUT_OF_STOCK tells what is available
  if (isShopError(error, "NOT_FOUND")) error.data.available;
}
`;

const tsconfig = (moduleResolution: string) => ({
  compilerOptions: {
    target: "ES2022",
    lib: ["ES2022", "DOM"],
    types: ["node"],
    module: moduleResolution === "nodenext" ? "nodenext" : "esnext",
    moduleResolution,
    strict: true,
    noEmit: true,
    skipLibCheck: false,
  },
  include: ["*.ts"],
});

describe("the packed client, in a project of its own", () => {
  const project = temporaryPath("frontend");
  let server: ServerProcess;

  beforeAll(async () => {
    mkdirSync(project);
    await must(["bun", "client-sdk/scripts/build.ts"], root);
    await must(["bun", "pm", "pack", "--destination", project], join(root, "client-sdk"));
    const tarball = readdirSync(project).find((name) => name.endsWith(".tgz"));
    const { devDependencies } = await Bun.file(join(root, "package.json")).json();
    await Bun.write(
      join(project, "package.json"),
      JSON.stringify({
        type: "module",
        dependencies: { "@bodega/client": `file:./${tarball}` },
        devDependencies: { typescript: devDependencies.typescript, "@types/node": "26.6.6" },
      }),
    );
    await Bun.write(join(project, "buy.ts"), buyer);
    await Bun.write(join(project, "negative.ts"), negative);
    await must(["bun", "install"], project);

    const path = await newDatabaseFile();
    const { db } = openDatabase({ url: `file:${path}` });
    await newProduct(db, { title: "Tea", amount: 450, onHand: 500 });
    server = await startServer({ DATABASE_URL: `file:${path}` });
  });

  afterAll(() => server.stop("SIGTERM"));

  test("brings nothing of the server along", () => {
    const installed = readdirSync(join(project, "node_modules")).filter((name) => !name.startsWith("."));
    const trpc = readdirSync(join(project, "node_modules/@trpc"));
    const ofTheServer = ["drizzle-orm", "libsql", "@libsql", "stripe", "lucia", "zod", "pino", "csv-parse"];
    expect(installed.filter((name) => ofTheServer.includes(name))).toEqual([]);
    expect(trpc.toSorted()).toEqual(["client", "server"]);
  });

  test.each(["bundler", "nodenext"])(
    "type-checks strictly, its declarations too, by %s resolution",
    async (how) => {
      const config = join(project, `tsconfig.${how}.json`);
      await Bun.write(config, JSON.stringify(tsconfig(how)));
      expect(await run(["bun", "x", "tsc", "-p", config], project)).toEqual({ code: 0, output: "" });
    },
  );

  test.each(["bun", "node"])(
    "buys from a server process on %s, and reads an error's data by its code",
    async (runtime) => {
      await must(
        ["bun", "build", "buy.ts", "--target=node", "--packages=external", "--outfile=buy.mjs"],
        project,
      );
      const output = await must([runtime, "buy.mjs", server.url], project);
      expect(JSON.parse(output)).toEqual({ amount: 1390, currency: "EUR", isDate: true, someAreLeft: true });
    },
  );
});

test("the demo shops and says what it did, and where there is no shop says so", async () => {
  const server = await startServer({ BODEGA_SAMPLE_DATA: "true" });
  const shown = await must(["bun", "scripts/demo.ts", server.url], root);
  expect(shown).toMatch(/Order \S{5}-\S{5} is confirmed, its payment \(cash_on_delivery\) pending/);
  await server.stop("SIGTERM");
  const { code, output } = await run(["bun", "scripts/demo.ts", server.url], root);
  expect(code).toBe(1);
  expect(output).toBe(`No shop answers at ${server.url}: start one with bun start\n`);
});
