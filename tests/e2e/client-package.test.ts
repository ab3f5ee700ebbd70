import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { openDatabase } from "../../db/client.ts";
import { readyCart } from "../../testing/carts.ts";
import { password } from "../../testing/customers.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop } from "../../testing/shop.ts";
import { hasChromium, startChromium } from "../helpers/chromium.ts";
import { newAccount } from "../helpers/customers.ts";
import { newDatabaseUrl } from "../helpers/database.ts";
import { type ServerProcess, startServer } from "../helpers/server-process.ts";
import { buildStorefront, serveStorefront } from "../helpers/storefront.ts";
import { temporaryPath } from "../helpers/temporary.ts";
import { copyTestedStorefront, shownTest } from "../helpers/tested-storefront.ts";

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
import { createClient, isShopError, type Cart, type Output, cookieSession, localStorageSession } from "@bodega/client";

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
const watched = { id: placed.order.id, accessToken: placed.accessToken ?? "" };
const heard = await new Promise<string>((resolve, onError) => {
  const watching = shop.order.watch.subscribe(watched, {
    onError,
    onData({ type }) {
      watching.unsubscribe();
      resolve(type);
    },
  });
});
console.log(
  JSON.stringify({ amount, currency, isDate: placedAt instanceof Date, someAreLeft: left > 400, heard }),
);
`;

/** The same page in any browser: signs in, buys nothing, and hears what happens to an order. */
const page = `

export async function visit({ url, sessionBy, email, password, order, variantId }) {
  const session = sessionBy === "cookie" ? cookieSession() : localStorageSession();
  const shop = createClient({ url, session });
  await shop.auth.login.mutate({ email, password });
  const me = await shop.auth.me.query();
  const cart = await shop.cart.create.mutate();
  const [cookies, [{ title }]] = [document.cookie, (await shop.catalog.products.query()).items];
  const error = await shop.cart.addLine
    .mutate({ cartId: cart.id, variantId, quantity: 9_999 })
    .catch((error) => error);
  const event = await new Promise((resolve, reject) => {
    const onError = reject;
    const watching = shop.order.watch.subscribe(order, { onData, onError });
    function onData(event) {
      watching.unsubscribe();
      resolve(event);
    }
  });
  return {
    email: me?.email,
    title,
    cookies,
    isRefused: isShopError(error, "OUT_OF_STOCK") && error.data.available > 400,
    heard: event.type,
    isDate: event.happenedAt instanceof Date,
  };
}
globalThis.visit = visit;
`;

/** The entries that stand beside other libraries. */
const entries = `
import { createTRPCClient } from "@trpc/client";
import { type AppRouter, shopLink } from "@bodega/client/trpc";
import { createQueries } from "@bodega/client/react";
import { cartAddLineInput, catalogProductsInput } from "@bodega/client/schemas";
import { createFakeShop, shopError } from "@bodega/client/testing";

const url = process.argv[2] ?? "";
const trpc = createTRPCClient<AppRouter>({ links: [shopLink({ url })] });
const cart = await trpc.cart.create.mutate();
const title: string | undefined = (await trpc.catalog.products.query({ limit: 1 })).items[0]?.title;

const fake = createFakeShop({ "cart.get": shopError("NOT_FOUND") });
const { queryKey } = createQueries(fake.client).cart.get.queryOptions({ cartId: cart.id });

const quantity: number = cartAddLineInput.parse({ cartId: "c", variantId: "v", quantity: 2 }).quantity;
const wrong = cartAddLineInput.safeParse({ cartId: "c", variantId: "v", quantity: -2 });
const issue = wrong.success ? "" : wrong.error.issues[0]?.path.join(".");
const filled = catalogProductsInput.parse(undefined);
console.log(JSON.stringify({ title, queryKey: queryKey.slice(0, 2), quantity, issue, limit: filled?.limit }));
`;

/** What must not compile: each line that does is an error of its own. */
const negative = `
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
  const beside = ["@trpc/client", "@trpc/server", "@tanstack/react-query", "react", "@types/react", "zod"];
  let server: ServerProcess;
  let seller: Awaited<ReturnType<typeof newSeller>>;

  beforeAll(async () => {
    mkdirSync(project);
    await must(["bun", "client-sdk/scripts/build.ts"], root);
    await must(["bun", "pm", "pack", "--destination", project], join(root, "client-sdk"));
    const tarball = readdirSync(project).find((name) => name.endsWith(".tgz"));
    const versions = await readVersions();
    await Bun.write(
      join(project, "package.json"),
      JSON.stringify({
        type: "module",
        dependencies: { "@bodega/client": `file:./${tarball}` },
        devDependencies: { typescript: versions["typescript"], "@types/node": "26.6.6" },
      }),
    );
    await Bun.write(join(project, "buy.ts"), buyer);
    await Bun.write(join(project, "negative.ts"), negative);
    await Bun.write(join(project, "page.js"), page);
    await must(["bun", "install"], project);

    const url = await newDatabaseUrl();
    seller = await newSeller(url);
    server = await startServer({ DATABASE_URL: url });
  });

  afterAll(() => server.stop("SIGTERM"));

  test("brings nothing of the server along, nor anything else", () => {
    const installed = readdirSync(join(project, "node_modules")).filter((name) => !name.startsWith("."));
    expect(installed.toSorted()).toEqual(["@bodega", "@types", "@typescript", "typescript", "undici-types"]);
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
      expect(JSON.parse(output)).toEqual({
        amount: 1390,
        currency: "EUR",
        isDate: true,
        someAreLeft: true,
        heard: "placed",
      });
    },
  );

  describe.skipIf(!hasChromium)("in a browser", () => {
    let browser: Browser;
    let pages: ReturnType<typeof Bun.serve>;

    beforeAll(async () => {
      const { outputs } = await Bun.build({ entrypoints: [join(project, "page.js")], target: "browser" });
      const script = (await outputs[0]?.text()) ?? "";
      const html = `<!doctype html><script type="module">${script}</script>`;
      const headers = { "content-type": "text/html" };
      pages = Bun.serve({ port: 0, hostname: "0.0.0.0", fetch: () => new Response(html, { headers }) });
      browser = await startChromium();
    });

    afterAll(async () => {
      await browser.close();
      await pages.stop(true);
    });

    // Ports are of one site, names are not: what a browser sends its cookies to, and what it does not.
    test.each([
      ["another origin of the site, by cookie", "127.0.0.1", "cookie"],
      ["another site, by a token in localStorage", "localhost", "token"],
    ])("signs in from %s, reads errors and hears events", async (_, host, sessionBy) => {
      const context = await browser.newContext();
      const tab = await context.newPage();
      await tab.goto(`http://${host}:${pages.port}/`);
      await tab.waitForFunction("globalThis.visit");
      const seen = await tab.evaluate(`visit(${JSON.stringify({ url: server.url, sessionBy, ...seller })})`);
      expect(seen).toEqual({
        email: seller.email,
        title: "Tea",
        cookies: "", // no script can read it
        isRefused: true,
        heard: "placed",
        isDate: true,
      });
      expect((await context.cookies()).length).toBe(sessionBy === "cookie" ? 1 : 0);
      await context.close();
    });

    test("is rendered by a server as its visitor sees it, who signs in by a form, and alike in the browser", async () => {
      const storefront = await serveStorefront(await buildStorefront(project, server.url), server.url);
      const context = await browser.newContext();
      const tab = await context.newPage();
      const see = async () => {
        await tab.waitForSelector("[data-agrees=true]");
        return tab.textContent("#app");
      };
      await tab.goto(storefront.url.href);
      expect(await see()).toBe("nobodyTea");
      const form = new URLSearchParams({ email: seller.email, password: seller.password });
      const answer = await context.request.post(`${storefront.url}sign-in`, {
        data: form.toString(),
        headers: { "content-type": "application/x-www-form-urlencoded" },
      });
      expect(answer.ok()).toBe(true);
      await tab.reload();
      expect(await see()).toBe(`${seller.email}Tea`);
      await context.close();
      await storefront.stop(true);
    });
  });

  test("is tested with by a team that has Bodega in its workspace, as the guide shows", async () => {
    const folder = copyTestedStorefront(project);
    await must(["bun", "x", "tsc", "-p", "."], folder);
    expect(await must(["bun", "test"], folder)).toContain(" 0 fail");
    expect(await Bun.file(join(root, "docs/testing.md")).text()).toContain(await Bun.file(shownTest).text());
  });

  test("stands beside tRPC's client, TanStack Query and zod where they are", async () => {
    const versions = await readVersions();
    await must(["bun", "add", ...beside.map((name) => `${name}@${versions[name]}`)], project);
    await Bun.write(join(project, "entries/entries.ts"), entries);
    const config = join(project, "entries/tsconfig.json");
    const options = tsconfig("bundler");
    await Bun.write(
      config,
      JSON.stringify({ ...options, compilerOptions: { ...options.compilerOptions, skipLibCheck: true } }),
    );
    expect(await run(["bun", "x", "tsc", "-p", config], project)).toEqual({ code: 0, output: "" });
    expect(JSON.parse(await must(["bun", "entries/entries.ts", server.url], project))).toEqual({
      title: "Tea",
      queryKey: ["cart", "get"],
      quantity: 2,
      issue: "quantity",
      limit: 24,
    });
  });
});

/** The versions of all that this project uses, by name. */
async function readVersions(): Promise<Record<string, string>> {
  const { dependencies, devDependencies } = await Bun.file(join(root, "package.json")).json();
  return { ...devDependencies, ...dependencies };
}

/** A shop with a product, a customer and an order of somebody's. */
async function newSeller(url: string) {
  const shop = await createTestShop({ database: openDatabase({ url }) });
  const { variantId } = await newProduct(shop.db, { title: "Tea", amount: 450, onHand: 500 });
  const email = await newAccount(shop);
  const { id: cartId } = await readyCart(shop, [{ variantId, quantity: 1 }]);
  const { order, accessToken } = await shop.client.order.place.mutate({ cartId, provider: "manual" });
  shop.database.client.close();
  return { email, password, variantId, order: { id: order.id, accessToken } };
}

test("the demo shops and says what it did, and where there is no shop says so", async () => {
  const server = await startServer({ BODEGA_SAMPLE_DATA: "true" });
  const shown = await must(["bun", "scripts/demo.ts", server.url], root);
  expect(shown).toMatch(/Order \S{5}-\S{5} is confirmed, its payment \(cash_on_delivery\) pending/);
  await server.stop("SIGTERM");
  const { code, output } = await run(["bun", "scripts/demo.ts", server.url], root);
  expect(code).toBe(1);
  expect(output).toBe(`No shop answers at ${server.url}: start one with bun start\n`);
});
