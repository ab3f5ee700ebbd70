import { describe, expect, test } from "bun:test";
import { eq, sql } from "drizzle-orm";
import fc from "fast-check";
import type { Database } from "../../db/client.ts";
import { products, productTags, productTranslations, variants } from "../../db/schema/index.ts";
import { transact } from "../../db/transaction.ts";
import type { ServiceContext } from "../../server/core/context.ts";
import type { ProductDraft } from "../../server/modules/catalog/product-draft.ts";
import { saveProducts } from "../../server/modules/catalog/save-products.ts";
import { mergeSearch } from "../../server/modules/catalog/search/merge.ts";
import { rebuildSearch } from "../../server/modules/catalog/search/rebuild.ts";
import { searchQuery } from "../../server/modules/catalog/search-query.ts";
import { newProduct, touchProduct } from "../../testing/products.ts";
import { newServiceContext } from "../helpers/context.ts";
import { newDatabase } from "../helpers/database.ts";
import { runs } from "../helpers/shared-server.ts";

const texts = [
  "Tea",
  "Crème brûlée",
  "東京コーヒー",
  "it's 5\" \\ [x]",
  "a\tb\nc",
  "Tea tea TEA",
  "🙂",
  "서울 Seoul 2",
];
const text = fc.constantFrom(...texts);
const slug = fc.constantFrom("one", "two", "three");

type Edit =
  | { type: "import"; slug: string; title: string; tags: string[]; skus: string[]; description: string }
  | { type: "retitle" | "tag" | "untag" | "vendor" | "barcode" | "translate"; slug: string; text: string }
  | { type: "publish"; slug: string }
  | { type: "schedule"; slug: string }
  | { type: "withdraw"; slug: string }
  | { type: "delete"; slug: string };

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({
    type: fc.constant("import" as const),
    slug,
    title: text,
    tags: fc.uniqueArray(text, { maxLength: 3 }),
    skus: fc.uniqueArray(fc.constantFrom("A-1", "B-2", "C-3"), { minLength: 1, maxLength: 1 }),
    description: text,
  }),
  fc.record({
    type: fc.constantFrom("retitle", "tag", "untag", "vendor", "barcode", "translate"),
    slug,
    text,
  }),
  fc.record({ type: fc.constant("publish" as const), slug }),
  fc.record({ type: fc.constant("schedule" as const), slug }),
  fc.record({ type: fc.constant("withdraw" as const), slug }),
  fc.record({ type: fc.constant("delete" as const), slug }),
);

/** As the importer and the admin's procedures write; the latter in statements of their own. */
async function apply(ctx: ServiceContext & { db: Database }, edit: Edit): Promise<void> {
  const { db } = ctx;
  if (edit.type === "import") {
    const { title, tags, description } = edit;
    const draft: ProductDraft = {
      slug: edit.slug,
      details: { title, tags, description },
      optionNames: undefined,
      variants: edit.skus.map((sku) => ({
        sku: `${sku}-${edit.slug}`,
        prices: [{ currency: "EUR", amount: 100, compareAtAmount: null }],
        stock: { policy: "deny", onHand: 1 },
      })),
      images: [],
      isWhole: false,
    };
    await transact(ctx, (tx) => saveProducts(tx, [draft], async () => {}));
    return;
  }
  const [product] = await db.select().from(products).where(eq(products.slug, edit.slug));
  if (!product) return;
  const { id: productId } = product;
  const tags = eq(productTags.productId, productId);
  if (edit.type === "delete") {
    await db.delete(products).where(eq(products.id, productId));
    return;
  }
  if (edit.type === "publish" || edit.type === "schedule" || edit.type === "withdraw") {
    const status = edit.type === "withdraw" ? "archived" : "published";
    const publishedAt = new Date(Date.now() + (edit.type === "schedule" ? 3_600_000 : 0));
    await db
      .update(products)
      .set({ status, publishedAt, updatedAt: new Date() })
      .where(eq(products.id, productId));
    return;
  }
  const { text } = edit;
  if (edit.type === "retitle")
    await db.update(products).set({ title: text }).where(eq(products.id, productId));
  if (edit.type === "vendor")
    await db.update(products).set({ vendor: text }).where(eq(products.id, productId));
  if (edit.type === "tag")
    await db.insert(productTags).values({ productId, tag: text }).onConflictDoNothing();
  if (edit.type === "untag") await db.delete(productTags).where(tags);
  if (edit.type === "barcode")
    await db.update(variants).set({ barcode: crypto.randomUUID() }).where(eq(variants.productId, productId));
  if (edit.type === "translate")
    await db
      .insert(productTranslations)
      .values({ productId, locale: "de", title: text, descriptionText: text })
      .onConflictDoUpdate({
        target: [productTranslations.productId, productTranslations.locale],
        set: { title: text },
      });
  await touchProduct(db, productId);
}

/** That documents are what the view says, where it says, the indexes what documents say, and the words those of titles and tags. */
async function expectInStep(db: Database): Promise<void> {
  const fields = sql`product_id, title, tags, skus, body`;
  expect(await db.all(sql`select ${fields} from search_documents order by 1`)).toEqual(
    await db.all(sql`select ${fields} from search_sources order by 1`),
  );
  expect(
    await db.all(sql`
      select d.rowid from search_documents d
      where not exists (select 1 from search_sources s where s.product_id = d.product_id and s.document = d.rowid)`),
  ).toEqual([]);
  expect(await db.all(sql`select product from search_scheduled order by 1`)).toEqual(
    await db.all(sql`
      select number as product from products
      where status = 'published' and published_at > (unixepoch() + 2) * 1000 order by 1`),
  );
  await db.run(sql`insert into search_index(search_index, rank) values ('integrity-check', 1)`);
  await db.run(sql`insert into search_titles(search_titles, rank) values ('integrity-check', 1)`);
  await db.run(sql`insert into search_word_trigrams(search_word_trigrams) values ('integrity-check')`);
  expect(await db.all(sql`select word, count from search_words order by word`)).toEqual(
    await db.all(sql`
      select word, count(*) as count from (select distinct document, word from search_document_words)
      group by word order by word`),
  );
  expect(
    await db.all(sql`
      select w.id from search_words w
      where not exists (
        select 1 from search_word_trigrams t
        where search_word_trigrams match '"' || substr(w.word, 1, 3) || '"' and t.rowid = w.id
      )`),
  ).toEqual([]);
}

describe("the search index", () => {
  test("is in step with the catalogue after any edits", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 25 }), async (edits) => {
        const database = await newDatabase();
        const ctx = { ...(await newServiceContext()), db: database.db };
        for (const each of edits) await apply(ctx, each);
        await expectInStep(database.db);
        database.client.close();
      }),
      { numRuns: runs(60) },
    );
  });

  test("reads a product once, when its date is written, whatever was written before", async () => {
    const { db } = await newDatabase();
    const { productId } = await newProduct(db, { title: "Tea" });
    const document = sql`select title, tags from search_documents`;
    await db.insert(productTags).values([
      { productId, tag: "green" },
      { productId, tag: "black" },
    ]);
    expect(await db.values(document)).toEqual([["Tea", ""]]);
    await touchProduct(db, productId);
    expect(await db.values(document)).toEqual([["Tea", "black green"]]);
  });

  test("takes any text for a title, whatever is in it", async () => {
    const { db } = await newDatabase();
    const strange = [
      "\0",
      "\u0001",
      "\\",
      '"',
      "\\u0000",
      '","',
      "]",
      "\u2028",
      "\ud800",
      "\u00a0",
      "abc",
      "déf",
    ];
    const titles = fc.oneof(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.string({ unit: fc.constantFrom(...strange, " "), maxLength: 20 }),
    );
    await fc.assert(
      fc.asyncProperty(titles, async (title) => {
        const { productId } = await newProduct(db, { title });
        await db
          .update(products)
          .set({ vendor: title, updatedAt: new Date() })
          .where(eq(products.id, productId));
      }),
      { numRuns: runs(200) },
    );
    await expectInStep(db);
    await rebuildSearch({ ...(await newServiceContext()), db });
    await expectInStep(db);
  });

  test("finds every product by the whole of its title", async () => {
    const { db } = await newDatabase();
    const letters = [
      "a",
      "Z",
      "7",
      "é",
      "e\u0301",
      "ß",
      "ж",
      "λ",
      "ע",
      "م",
      "क",
      "ि",
      "ü",
      "東",
      "ー",
      "京",
      "서",
      "ไ",
      "ก่",
    ];
    const signs = [
      " ",
      "-",
      "'",
      '"',
      "☕",
      "🥐",
      "🕨",
      "👩🏽‍🚀",
      "\u200d",
      "½",
      "™",
      "\t",
      "–",
      "*",
      "(",
      "\ufe0f",
    ];
    const titles = fc.string({ unit: fc.constantFrom(...letters, ...letters, ...signs), maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(titles, async (title) => {
        const search = searchQuery(title)?.search;
        if (search === undefined) return;
        const { productId } = await newProduct(db, { title });
        const found = await db.values(sql`
          select d.product_id from search_index join search_documents d on d.rowid = search_index.rowid
          where search_index match ${search} and d.product_id = ${productId}`);
        expect(found).toEqual([[productId]]);
      }),
      { numRuns: runs(300) },
    );
  });
});

describe("rebuilding it", () => {
  test("mends what is missing and what is wrong", async () => {
    const ctx = await newServiceContext();
    const { db } = await newDatabase();
    for (let i = 0; i < 120; i++) await newProduct(db, { title: `Tea ${i}`, sku: `TEA-${i}` });
    await db.run(sql`delete from search_documents where rowid % 3 = 0`);
    await db.run(sql`update search_documents set title = 'Soap' where rowid % 3 = 1`);
    const seen: number[] = [];
    expect(await rebuildSearch({ ...ctx, db }, { onProgress: (done) => seen.push(done) })).toBe(120);
    expect(seen).toEqual([50, 100, 120]);
    await expectInStep(db);
  });

  test("of an empty catalogue does nothing", async () => {
    expect(await rebuildSearch(await newServiceContext())).toBe(0);
  });

  test("lets others write between its batches", async () => {
    const ctx = await newServiceContext();
    const { db } = await newDatabase();
    for (let i = 0; i < 200; i++) await newProduct(db, { title: `Tea ${i}` });
    let rebuilt = false;
    const rebuilding = rebuildSearch({ ...ctx, db }).then(() => {
      rebuilt = true;
    });
    await newProduct(db, { title: "Meanwhile" });
    expect(rebuilt).toBe(false);
    await rebuilding;
    await expectInStep(db);
  });
});

describe("merging it", () => {
  const segments = (db: Database) =>
    db
      .select({
        index: sql<number>`(select count(distinct segid) from search_index_idx)`,
        titles: sql<number>`(select count(distinct segid) from search_titles_idx)`,
      })
      .from(sql`(select 1) as one`);

  test("leaves one segment of what many transactions wrote", async () => {
    const ctx = await newServiceContext();
    const { db } = await newDatabase();
    for (let i = 0; i < 40; i++) await newProduct(db, { title: `Tea ${i}` });
    const [before] = await segments(db);
    expect(before?.index).toBeGreaterThan(4);
    await mergeSearch({ ...ctx, db });
    expect(await segments(db)).toEqual([{ index: 1, titles: 1 }]);
    await expectInStep(db);
  });

  test("leaves what it does not come to until it is told to end", async () => {
    const ctx = await newServiceContext();
    const { db } = await newDatabase();
    for (let i = 0; i < 10; i++) await newProduct(db, { title: `Tea ${i}` });
    const before = await segments(db);
    await mergeSearch({ ...ctx, db }, AbortSignal.abort());
    expect(await segments(db)).toEqual(before);
  });

  test("lets others write between its steps", async () => {
    const ctx = await newServiceContext();
    const { db } = await newDatabase();
    for (let i = 0; i < 40; i++) await newProduct(db, { title: `Tea ${i}` });
    const merging = mergeSearch({ ...ctx, db });
    await newProduct(db, { title: "Meanwhile" });
    await merging;
    await expectInStep(db);
  });

  test("of an empty catalogue does nothing", async () => {
    await mergeSearch(await newServiceContext());
  });
});
