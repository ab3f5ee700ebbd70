import { expect, test } from "bun:test";
import fc from "fast-check";
import type { ShopClient } from "../../client-sdk/src/index.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newStaff } from "../../testing/staff.ts";
import { refusalOf } from "../helpers/refusal.ts";
import { runs } from "../helpers/shared-server.ts";

type Admin = ShopClient["admin"]["catalog"];

const slug = fc.constantFrom("a", "b", "c", "d");
const place = fc.nat(2);
const locale = fc.constantFrom("de", "fr");
const translations = fc.uniqueArray(fc.record({ locale, slug: fc.option(slug) }), {
  selector: ({ locale }) => locale,
  maxLength: 2,
});
const title = fc.constantFrom("Tea", "Kaffee", "Ünïcode", "お茶");
const tags = fc.uniqueArray(fc.constantFrom("red", "blue", "sale"));

const day = 86_400_000;
const moment = fc.option(fc.constantFrom(new Date(Date.now() - day), new Date(Date.now() + day)));
const offer = fc
  .record({
    amount: fc.nat(50),
    minQuantity: fc.integer({ min: 1, max: 2 }),
    startsAt: moment,
    endsAt: moment,
  })
  .filter(({ startsAt, endsAt }) => !startsAt || !endsAt || startsAt < endsAt);
const price = fc.record(
  {
    currency: fc.constantFrom("EUR", "USD"),
    amount: fc.nat(50),
    offers: fc.array(offer, { maxLength: 2 }),
  },
  { requiredKeys: ["currency", "amount"] },
);
const prices = fc.uniqueArray(price, { selector: ({ currency }) => currency, maxLength: 2 });
const variant = fc.record({
  /** The place of a variant that is there; a new one beyond. */
  known: fc.nat(3),
  sku: fc.option(fc.constantFrom("S1", "S2", "S3")),
  size: fc.constantFrom("S", "M", "L"),
  prices,
  onHand: fc.nat(1),
});

const edit = fc.oneof(
  fc.record({ kind: fc.constant("create" as const), slug: fc.option(slug), title, tags, translations }),
  fc.record({
    kind: fc.constant("update" as const),
    place,
    slug: fc.option(slug),
    title,
    tags: fc.option(tags),
    translations: fc.option(translations),
  }),
  fc.record({ kind: fc.constant("archive" as const), place }),
  fc.record({
    kind: fc.constant("variants" as const),
    place,
    variants: fc.array(variant, { maxLength: 4 }),
    removeOthers: fc.boolean(),
  }),
  fc.record({ kind: fc.constant("price" as const), place, amount: fc.option(fc.nat(50)), price }),
);
type Edit = typeof edit extends fc.Arbitrary<infer Value> ? Value : never;

interface Lead {
  productId: string;
  locale: string;
  isCurrent: boolean;
}

/** Where every slug leads, by the rules alone. */
class Slugs {
  leads = new Map<string, Lead>();

  /** What follows from an edit; undefined when one of the slugs is taken. */
  after(
    productId: string,
    own: string | null,
    translations: readonly { locale: string; slug: string | null }[] | null,
  ): Map<string, Lead> | undefined {
    const leads = new Map([...this.leads].map(([slug, lead]) => [slug, { ...lead }]));
    const giveUp = (isIt: (lead: Lead) => boolean) => {
      for (const lead of leads.values()) {
        if (lead.productId === productId && isIt(lead)) lead.isCurrent = false;
      }
    };
    const take = (slug: string, locale: string) => {
      if (leads.get(slug)?.isCurrent) return false;
      leads.set(slug, { productId, locale, isCurrent: true });
      return true;
    };
    if (translations) giveUp(({ locale }) => locale !== "");
    const before = [...leads].find(([, lead]) => {
      return lead.productId === productId && lead.isCurrent && lead.locale === "";
    });
    if (own !== null && own !== before?.[0]) {
      giveUp(({ locale }) => locale === "");
      if (!take(own, "")) return undefined;
    }
    const isFree = (translations ?? []).every(({ slug, locale }) => slug === null || take(slug, locale));
    return isFree ? leads : undefined;
  }
}

/** Does it, or expects the refusal that the rules demand. */
async function perform(admin: Admin, slugs: Slugs, ids: string[], edit: Edit): Promise<void> {
  if (edit.kind === "create") {
    const { slug, title, tags, translations } = edit;
    const create = () =>
      admin.createProduct.mutate({ title, tags, translations, status: "published", ...(slug && { slug }) });
    if (slug === null) {
      const leads = slugs.after("new", null, translations);
      if (!leads) return expectTaken(create());
      const product = await create();
      ids.push(product.id);
      expect(slugs.leads.has(product.slug)).toBe(false);
      slugs.leads = slugs.after(product.id, product.slug, translations) ?? leads;
      return;
    }
    if (!slugs.after("new", slug, translations)) return expectTaken(create());
    const { id } = await create();
    ids.push(id);
    slugs.leads = slugs.after(id, slug, translations) ?? slugs.leads;
    return;
  }
  const id = ids[edit.place];
  if (id === undefined) return;
  if (edit.kind === "archive") {
    await admin.archiveProduct.mutate({ id });
    return;
  }
  if (edit.kind === "update") {
    const { slug, title, tags, translations } = edit;
    const leads = slugs.after(id, slug, translations);
    const call = admin.updateProduct.mutate({
      id,
      title,
      ...(slug && { slug }),
      ...(tags && { tags }),
      ...(translations && { translations }),
    });
    if (!leads) return expectTaken(call);
    await call;
    slugs.leads = leads;
    return;
  }
  const { variants } = await admin.product.query({ id });
  if (edit.kind === "price") {
    const variantId = variants[0]?.id;
    if (variantId === undefined) return;
    const { amount, price } = edit;
    await admin.setPrices.mutate({ prices: [{ variantId, ...price, amount }] });
    return;
  }
  const call = admin.saveVariants.mutate({
    productId: id,
    optionNames: ["Size"],
    removeOthers: edit.removeOthers,
    variants: edit.variants.map(({ known, size, onHand, ...fields }) => {
      const wanted = { ...fields, optionValues: [size] };
      const knownId = variants[known]?.id;
      return knownId === undefined ? { ...wanted, stock: { onHand } } : { ...wanted, id: knownId };
    }),
  });
  // Any of these may be named twice or taken; that nothing is then half done is what is checked.
  await call.catch(async () => expect(await refusalOf(call)).toMatchObject({ code: "BAD_REQUEST" }));
}

async function expectTaken(call: Promise<unknown>): Promise<void> {
  const { code, data } = await refusalOf(call);
  expect(code).toBe("BAD_REQUEST");
  expect(JSON.stringify(data)).toMatch(/slug","message":"is taken"/);
}

async function rowsOf({ database }: TestShop, query: string) {
  const { rows } = await database.client.execute(query);
  return rows.map((row) => Array.from({ length: Object.keys(row).length }, (_, index) => row[index]));
}

/** What follows from the catalogue's rows is what is stored of it. */
async function expectInStep(shop: TestShop, slugs: Slugs): Promise<void> {
  const leads = await rowsOf(
    shop,
    "select slug, product_id, locale, is_current from product_slugs order by 1",
  );
  expect(leads).toEqual(
    [...slugs.leads]
      .map(([slug, lead]) => [slug, lead.productId, lead.locale, lead.isCurrent ? 1 : 0])
      .toSorted(([one], [other]) => (String(one) < String(other) ? -1 : 1)),
  );
  const own = "select slug, id from products order by 1";
  const current =
    "select slug, product_id from product_slugs where locale = '' and is_current = 1 order by 1";
  expect(await rowsOf(shop, own)).toEqual(await rowsOf(shop, current));

  const listed = (from: string) =>
    rowsOf(shop, `select product_id, currency, amount, available from ${from} order by 1, 2`);
  expect(await listed("product_listings")).toEqual(await listed("current_listings"));

  const entries = (from: string) =>
    rowsOf(shop, `select product, term, published_at, title_key from ${from} order by 1, 2`);
  expect(await entries("listing_entries")).toEqual(await entries("current_entries"));
  const cards = (from: string) => rowsOf(shop, `select * from ${from} order by number`);
  expect(await cards("listing_cards")).toEqual(await cards("current_cards"));
  const wanted =
    "select product, kind, name, value from listing_sources group by 1, 2, 3, 4 order by 1, 2, 3, 4";
  const termed = `select e.product, t.kind, t.name, t.value
    from listing_entries e join listing_terms t on t.id = e.term order by 1, 2, 3, 4`;
  expect(await rowsOf(shop, termed)).toEqual(await rowsOf(shop, wanted));
  const priced = `select e.term, l.currency, l.amount, e.product from listing_entries e
    join products p on p.number = e.product join product_listings l on l.product_id = p.id order by 1, 2, 3, 4`;
  const kept = "select term, currency, amount, product from listing_prices order by 1, 2, 3, 4";
  expect(await rowsOf(shop, kept)).toEqual(await rowsOf(shop, priced));
  const counted = "select term, count(*) from listing_entries group by term order by 1";
  const counts = "select id, products from listing_terms where products <> 0 order by 1";
  expect(await rowsOf(shop, counts)).toEqual(await rowsOf(shop, counted));

  const sold = `select p.number, l.currency, p.published_at, l.amount, l.available, length(p.title)
    from products p join product_listings l on l.product_id = p.id where p.status = 'published' order by 1, 2`;
  const short =
    "select product, currency, published_at, amount, available, title_length from listing_products order by 1, 2";
  expect(await rowsOf(shop, short)).toEqual(await rowsOf(shop, sold));
  const currencies = "select currency, products from listing_currencies where products <> 0 order by 1";
  const soldIn = "select currency, count(*) from listing_products group by 1 order by 1";
  expect(await rowsOf(shop, currencies)).toEqual(await rowsOf(shop, soldIn));
  const faceted = (from: string) => rowsOf(shop, `select product, terms from ${from} order by 1`);
  expect(await faceted("listing_facets")).toEqual(await faceted("current_facets"));

  const searched = (from: string) =>
    rowsOf(shop, `select product_id, title, tags, skus, body from ${from} order by 1`);
  expect(await searched("search_documents")).toEqual(await searched("search_sources"));
  await shop.database.client.execute(
    "insert into search_index(search_index, rank) values ('integrity-check', 1)",
  );

  const values = `select o.value ->> 'name', v.value, p.id
    from products p, json_each(p.options) o, json_each(o.value, '$.values') v order by 1, 2, 3`;
  const stored = "select name, value, product_id from product_option_values order by 1, 2, 3";
  expect(await rowsOf(shop, stored)).toEqual(await rowsOf(shop, values));
}

test("whatever is edited, slugs stay unique and lead on, and lists and search stay in step", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 5, maxLength: 25 }), async (edits) => {
      const shop = await createTestShop();
      const { client } = await newStaff(shop, { permissions: ["catalog:read", "catalog:write"] });
      const slugs = new Slugs();
      const ids: string[] = [];
      for (const edit of edits) {
        await perform(client.admin.catalog, slugs, ids, edit);
        await expectInStep(shop, slugs);
      }
      shop.database.client.close();
    }),
    { numRuns: runs(30) },
  );
});
