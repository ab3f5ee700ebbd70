import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildExecutable } from "../scripts/build/index.ts";
import { addToCart, applyCoupon, crowd, largeCart, wholeCheckout } from "./cart-scenarios.ts";
import { cachedPage, oneProduct, pageOfProducts, pageSize, search } from "./catalogue-scenarios.ts";
import { measureClientOverhead } from "./client-overhead.ts";
import { type Comparison, compare } from "./compare.ts";
import { measureOrderTransactions } from "./order-transactions.ts";
import { measureOrdersWhileImporting } from "./orders-while-importing.ts";
import { full, smoke } from "./plan.ts";
import { measurePricing } from "./pricing.ts";
import { residentMegabytes } from "./process-usage.ts";
import { printReport } from "./report.ts";
import { makeShopData } from "./shop-data.ts";
import { measureStarts, startShop } from "./shop-server.ts";
import { median } from "./statistics.ts";
import { measureTestShops } from "./test-shops.ts";
import { measureWatchers } from "./watchers.ts";
import { queryPath } from "./wire.ts";

const plan = process.argv.includes("--smoke") ? smoke : full;

setTimeout(() => {
  console.error(`The benchmarks took longer than ${plan.deadlineMs / 1000} s`);
  process.exit(1);
}, plan.deadlineMs).unref();

const directory = mkdtempSync(join(tmpdir(), "bodega-bench-"));
process.on("exit", () => rmSync(directory, { recursive: true, force: true }));

await buildExecutable();
const shopFile = join(directory, "bodega.db");
const data = await makeShopData(`file:${shopFile}`, plan.emptyCarts);

const firstPage = queryPath("catalog.products", { limit: pageSize });
const startMs = median(await measureStarts(`file:${shopFile}`, firstPage, plan.starts));

const shop = await startShop(`file:${shopFile}`);
const afterStart = residentMegabytes(shop.pid);
const checkout = wholeCheckout(data);
const comparisons: Comparison[] = [];
const reading = [cachedPage(data), pageOfProducts(data), oneProduct(data), search(data)];
const carts = [addToCart(data), applyCoupon(data), largeCart(data), checkout, wholeCheckout(data, crowd)];
for (const scenario of [...reading, ...carts]) {
  comparisons.push(await compare(shop, scenario, plan, directory));
}
const afterLoad = residentMegabytes(shop.pid);
await shop.stop();

const orders = await measureOrderTransactions(shopFile, plan.ordersPerRound, data);
const watchers = await measureWatchers(shopFile, plan.watchers);
const whileImporting = await measureOrdersWhileImporting(shopFile, plan.importedRows, data);
const pricingMs = measurePricing(plan.pricings);
const clientMicros = await measureClientOverhead(plan.clientCalls);
const testShopMs = await measureTestShops(plan.testShops);
printReport({
  comparisons,
  checkout: checkout.name,
  orders,
  whileImporting,
  pricingMs,
  clientMicros,
  testShopMs,
  startMs,
  afterStart,
  afterLoad,
  watchers,
});
