import { expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import fc from "fast-check";
import { prices, products, productTags, variants } from "../../db/schema/index.ts";
import { productSorts } from "../../server/modules/catalog/schema.ts";
import { titleKey } from "../../server/modules/catalog/title-key.ts";
import { newProduct, touchProduct } from "../../testing/products.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { setStock } from "../helpers/factories.ts";
import { runs } from "../helpers/shared-server.ts";

const published = new Date(Date.now() - 60_000);

/** What writers do between two pages; `n` picks whom to. Those named `kept` keep their sort keys. */
type Write = { kind: "insert" | "delete" | "reprice" | "archive" | "sell-out"; n: number };

const writes = fc.array(
  fc.record({
    kind: fc.constantFrom("insert", "delete", "reprice", "archive", "sell-out"),
    n: fc.nat({ max: 40 }),
  }),
  { maxLength: 4 },
);

interface Entry {
  productId: string;
  variantId: string;
}

async function make(shop: TestShop, n: number): Promise<Entry> {
  // Many ties: only the number tells such products apart.
  const publishedAt = new Date(published.getTime() + (n % 3));
  const made = await newProduct(shop.db, { title: `Tea ${n % 4}`, amount: 100 + (n % 5), publishedAt });
  if (n % 4 !== 0) await shop.db.insert(productTags).values({ productId: made.productId, tag: "tagged" });
  await touchProduct(shop.db, made.productId);
  return made;
}

async function write(shop: TestShop, { kind, n }: Write, changing: Entry[], kept: readonly Entry[]) {
  const { db } = shop;
  if (kind === "insert") {
    changing.push(await make(shop, n));
    return;
  }
  const soldOut = kept[n % kept.length];
  if (kind === "sell-out" && soldOut) {
    await setStock(db, soldOut.variantId, { onHand: 0 });
    return;
  }
  const at = n % Math.max(changing.length, 1);
  const entry = changing[at];
  if (!entry) return;
  const one = eq(products.id, entry.productId);
  if (kind === "archive") {
    await db.update(products).set({ status: "archived", updatedAt: new Date() }).where(one);
  }
  if (kind === "reprice") {
    await db
      .update(prices)
      .set({ amount: 50 + n })
      .where(eq(prices.variantId, entry.variantId));
    await db
      .update(products)
      .set({ title: `Tea ${n}`, titleKey: titleKey(`Tea ${n}`), updatedAt: new Date() })
      .where(one);
  }
  if (kind === "delete") {
    await db.delete(variants).where(eq(variants.id, entry.variantId));
    await db.delete(products).where(one);
    changing.splice(at, 1);
  }
}

test.each(productSorts)(
  "paging by %s never repeats nor skips a product that was there throughout, whatever is written meanwhile",
  async (sort) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(writes, { minLength: 3, maxLength: 6 }),
        fc.integer({ min: 1, max: 7 }),
        fc.option(fc.constant("tagged"), { nil: undefined }),
        async (rounds, limit, tag) => {
          const tags = tag === undefined ? undefined : [tag];
          const q = sort === "relevance" ? "tea" : undefined;
          const shop = await createTestShop();
          const kept: Entry[] = [];
          const changing: Entry[] = [];
          for (let n = 0; n < 20; n++) (n % 2 ? kept : changing).push(await make(shop, n));
          const seen: string[] = [];
          let cursor: string | undefined;
          for (let page = 0; ; page++) {
            const { items, nextCursor } = await shop.client.catalog.products.query({
              sort,
              limit,
              cursor,
              tags,
              q,
            });
            seen.push(...items.map(({ id }) => id));
            if (nextCursor === null) break;
            cursor = nextCursor;
            for (const each of rounds[page] ?? []) await write(shop, each, changing, kept);
          }
          const tagged = kept.filter((_, index) => !tags || (index * 2 + 1) % 4 !== 0);
          const counts = tagged.map(({ productId }) => seen.filter((id) => id === productId).length);
          expect(counts).toEqual(tagged.map(() => 1));
          shop.database.client.close();
        },
      ),
      { numRuns: runs(12) },
    );
  },
);

/** So many products, published after 1970, that have no prices. */
async function newUnsold(shop: TestShop, count: number): Promise<void> {
  await shop.database.client.batch([
    `insert into products(id, slug, title, options, status, published_at, created_at, updated_at)
      with recursive n(n) as (select 1 union all select n + 1 from n where n < ${count})
      select 'prod_' || n, 'p-' || n, 'P', '[]', 'published', 1000 + n, 0, 0 from n`,
    `insert into listing_entries(product, term, published_at, title_key)
      select number, 0, published_at, title_key from products where title = 'P'`,
    "insert into listing_cards select * from current_cards where title = 'P'",
  ]);
}

test("a walk past thousands that do not pass goes on from page to page", async () => {
  const shop = await createTestShop();
  const first = await newProduct(shop.db, { title: "Old", publishedAt: new Date(0) });
  // Published, and sold nowhere: the index of the newest is full of them.
  await newUnsold(shop, 12_000);
  const last = await newProduct(shop.db, { title: "New" });
  const { items, nextCursor } = await shop.client.catalog.products.query({});
  expect(items.map(({ id }) => id)).toEqual([last.productId, first.productId]);
  expect(nextCursor).toBeNull();
  const stocked = await shop.client.catalog.products.query({ inStock: true });
  expect(stocked.items.map(({ id }) => id)).toEqual([last.productId, first.productId]);
});

test("a page may come short where nearly nothing passes, and the cursor leads on to what does", async () => {
  const shop = await createTestShop();
  const first = await newProduct(shop.db, { title: "Old", publishedAt: new Date(0) });
  await newUnsold(shop, 42_000);
  await shop.database.client.execute(`
    insert into product_listings(product_id, currency, amount, available)
    select id, 'EUR', 100, 0 from products where title = 'P'`);
  const page = await shop.client.catalog.products.query({ inStock: true });
  expect(page.items).toEqual([]);
  const cursor = page.nextCursor ?? "";
  const next = await shop.client.catalog.products.query({ inStock: true, cursor });
  expect(next.items.map(({ id }) => id)).toEqual([first.productId]);
  expect(next.nextCursor).toBeNull();
});
