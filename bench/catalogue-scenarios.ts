import { z } from "zod";
import { type BenchProduct, currency } from "./catalogue.ts";
import { expectSame } from "./expect.ts";
import { pick, seededRandom } from "./random.ts";
import type { Scenario } from "./scenario.ts";
import type { ShopData } from "./shop-data.ts";
import { ask, query, uncached } from "./wire.ts";

const readersInFlight = 16;
export const pageSize = 24;

const money = z.object({ amount: z.number(), currency: z.string() });
const summary = z.object({ slug: z.string(), title: z.string(), price: money, available: z.boolean() });
const page = z.object({ items: z.array(summary), nextCursor: z.string().nullable() });
const productPage = z.object({
  slug: z.string(),
  title: z.string(),
  tags: z.array(z.string()),
  variants: z.array(z.object({ id: z.string(), title: z.string(), price: money, available: z.boolean() })),
});

/** The newest products, as a shop's front page asks for them, made anew for everybody. */
export function pageOfProducts({ catalogue }: ShopData): Scenario {
  const newest = catalogue.slice(-pageSize).reverse().map(summaryOf);
  return {
    name: `page of ${pageSize} products`,
    goal: { share: 0.06, cpuMicros: 250 },
    inFlight: readersInFlight,
    newShopper: () => async (exchange) => {
      const request = uncached("catalog.products", { limit: pageSize });
      const { items, nextCursor } = await ask(exchange, request, page);
      expectSame("the newest products", items, newest);
      if (nextCursor === null) throw new Error("the page says that it is the last");
    },
  };
}

/** The same once for everybody: each gets the first one's answer to the byte. */
export function cachedPage(data: ShopData): Scenario {
  const request = query("catalog.products", { limit: pageSize });
  const { inFlight, newShopper } = pageOfProducts(data);
  let expected: Buffer | undefined;
  return {
    name: `page of ${pageSize} products, cached`,
    goal: { share: 0.6 },
    inFlight,
    newShopper() {
      const checked = newShopper();
      return async (exchange) => {
        const { status, body } = await exchange(request);
        if (!expected) await checked(async () => ({ status, body, head: "" }));
        expected ??= body;
        if (status !== 200 || !body.equals(expected)) throw new Error(`HTTP ${status}: ${body}`);
      };
    },
  };
}

export function oneProduct({ catalogue }: ShopData): Scenario {
  const random = seededRandom(3);
  return {
    name: "product by slug",
    goal: { cpuMicros: 120 },
    inFlight: readersInFlight,
    newShopper: () => async (exchange) => {
      const { slug, title, tags, variants } = pick(catalogue, random);
      const product = await ask(exchange, uncached("catalog.product", { slug }), productPage);
      expectSame("the product", product, {
        slug,
        title,
        tags: tags.toSorted(),
        variants: variants.map((variant) => ({
          id: variant.id,
          title: variant.title,
          price: { amount: variant.amount, currency },
          available: true,
        })),
      });
    },
  };
}

/** Searches for a word or two out of a product's title. */
export function search({ catalogue }: ShopData): Scenario {
  const random = seededRandom(4);
  const byWord = indexByWord(catalogue);
  return {
    name: "search",
    inFlight: readersInFlight,
    newShopper: () => async (exchange) => {
      const [quality = "", , noun = ""] = pick(catalogue, random).title.split(" ");
      const words = random() < 0.5 ? [noun] : [quality, noun];
      const { items } = await ask(exchange, uncached("catalog.products", { q: words.join(" ") }), page);

      const found = words.map((word) => byWord.get(word)).reduce((a, b) => a && b && a.intersection(b));
      expectSame("the number of hits", items.length, Math.min(found?.size ?? 0, pageSize));
      const bySlug = new Map([...(found ?? [])].map((product) => [product.slug, product]));
      for (const item of items) {
        const product = bySlug.get(item.slug);
        expectSame("a hit", item, product && summaryOf(product));
      }
    },
  };
}

function summaryOf({ slug, title, variants }: BenchProduct): z.infer<typeof summary> {
  const amount = Math.min(...variants.map((variant) => variant.amount));
  return { slug, title, price: { amount, currency }, available: true };
}

/** The products by each word of their titles; no word there begins another, so that each finds only its own. */
function indexByWord(catalogue: readonly BenchProduct[]): Map<string, Set<BenchProduct>> {
  const byWord = new Map<string, Set<BenchProduct>>();
  for (const product of catalogue) {
    for (const word of product.title.split(" ")) {
      byWord.set(word, (byWord.get(word) ?? new Set()).add(product));
    }
  }
  return byWord;
}
