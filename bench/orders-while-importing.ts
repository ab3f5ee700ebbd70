import { writeFileSync } from "node:fs";
import { z } from "zod";
import { openDatabase } from "../db/client.ts";
import { executable } from "../scripts/build/index.ts";
import { insertReadyCarts, subtotal } from "./carts.ts";
import { Connection } from "./connection.ts";
import { expectSame } from "./expect.ts";
import type { ShopData } from "./shop-data.ts";
import { startShop } from "./shop-server.ts";
import { quantile } from "./statistics.ts";
import { ask, mutation } from "./wire.ts";

export interface OrdersWhileImporting {
  rows: number;
  importSeconds: number;
  orders: number;
  p50Ms: number;
  p99Ms: number;
}

/** In milliseconds: one order after the other, as often as a busy shop has one. */
const pause = 50;

const rowsPerProduct = 4;

const placed = z.object({
  order: z.object({ totals: z.object({ total: z.object({ amount: z.number() }) }) }),
});

/** Places orders, one at a time, while another process imports so many rows of Shopify's CSV into the same file. */
export async function measureOrdersWhileImporting(
  shopFile: string,
  rows: number,
  shop: Pick<ShopData, "catalogue" | "shipping">,
): Promise<OrdersWhileImporting> {
  const csv = `${shopFile}.csv`;
  writeFileSync(csv, csvOf(rows));
  const { client, db } = openDatabase({ url: `file:${shopFile}` });
  const carts = (await insertReadyCarts(db, 200 + rows / 50, shop)).values();
  client.close();
  const server = await startShop(`file:${shopFile}`);
  const place = async () => {
    const { value: cart } = carts.next();
    if (!cart) throw new Error("the prepared carts ran out");
    const request = mutation("order.place", { cartId: cart.cartId, provider: "manual" });
    const connection = await Connection.open(server.port); // another buyer comes
    const started = performance.now();
    const { order } = await ask(connection.exchange, request, placed);
    const took = performance.now() - started;
    connection.close();
    expectSame("the order's total", order.totals.total.amount, subtotal(cart.lines) + shop.shipping.amount);
    return took;
  };
  for (let warmUp = 0; warmUp < 10; warmUp++) await place();

  const started = performance.now();
  const importing = Bun.spawn([executable, "import", csv], {
    env: { PATH: process.env["PATH"], DATABASE_URL: `file:${shopFile}` },
    stdout: "ignore",
    stderr: "inherit",
  });
  const times: number[] = [];
  while (importing.exitCode === null) {
    times.push(await place());
    await Bun.sleep(pause);
  }
  const importSeconds = (performance.now() - started) / 1000;
  expectSame("the exit code of the import", importing.exitCode, 0);
  await server.stop();
  times.sort((a, b) => a - b);
  return {
    rows,
    importSeconds,
    orders: times.length,
    p50Ms: quantile(times, 0.5),
    p99Ms: quantile(times, 0.99),
  };
}

const columns = [
  "Handle",
  "Title",
  "Body (HTML)",
  "Vendor",
  "Tags",
  "Published",
  "Option1 Name",
  "Option1 Value",
];
const ofVariants = ["Variant SKU", "Variant Inventory Tracker", "Variant Inventory Qty", "Variant Price"];

/** Products of some variants each, one row a variant. */
function csvOf(rows: number): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const product = Math.floor(row / rowsPerProduct);
    const size = row % rowsPerProduct;
    const texts =
      size === 0
        ? [
            `Imported ${product}`,
            `<p>Number ${product} of many.</p>`,
            "Acme",
            `"new, batch ${product % 50}"`,
            "true",
            "Size",
          ]
        : ["", "", "", "", "", ""];
    return [`imported-${product}`, ...texts, `Size ${size}`, `IMP-${row}`, "shopify", "10", "9.50"].join();
  });
  return [[...columns, ...ofVariants].join(), ...lines, ""].join("\n");
}
