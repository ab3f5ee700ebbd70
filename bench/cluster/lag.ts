import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "../../db/client.ts";
import { products } from "../../db/schema/index.ts";
import type { BenchProduct } from "../catalogue.ts";
import type { Server } from "../child-process.ts";
import { Connection } from "../connection.ts";
import { pick, seededRandom } from "../random.ts";
import { ask, uncached } from "../wire.ts";

/** In milliseconds. */
const [pollPause, longestPause] = [2, 500];

const productPage = z.object({ title: z.string() });

/** Answers whether somebody sees that title of the product now. */
type See = (product: BenchProduct, title: string) => Promise<boolean>;

/**
 * In milliseconds, each time, from the primary's word that something was written until it is seen elsewhere, by
 * somebody who has written nothing and so waits for nothing. Changes come at any moment between two syncs.
 */
export async function measureLag(
  primary: Database,
  catalogue: readonly BenchProduct[],
  changes: number,
  see: See,
): Promise<number[]> {
  const random = seededRandom(6);
  const lags: number[] = [];
  for (let change = 0; change < changes; change++) {
    await Bun.sleep(random() * longestPause);
    const product = pick(catalogue, random);
    const title = `Changed ${change}`;
    await primary.update(products).set({ title, updatedAt: new Date() }).where(eq(products.id, product.id));
    const written = performance.now();
    while (!(await see(product, title))) await Bun.sleep(pollPause);
    lags.push(performance.now() - written);
    await primary
      .update(products)
      .set({ title: product.title, updatedAt: new Date() })
      .where(eq(products.id, product.id));
  }
  return lags;
}

/** Through an instance, as a shopper. */
export async function seeThrough({ port }: Server): Promise<See> {
  const { exchange } = await Connection.open(port);
  return async ({ slug }, title) =>
    (await ask(exchange, uncached("catalog.product", { slug }), productPage)).title === title;
}

/** In a database that follows the primary. */
export function seeIn(replica: Database): See {
  return async ({ id }, title) =>
    (await replica.select().from(products).where(eq(products.id, id)))[0]?.title === title;
}
