import type { Client } from "@libsql/client";
import { titleKey } from "../../server/modules/catalog/title-key.ts";
import {
  categoryCount,
  type MadeProduct,
  madeAt,
  madeProducts,
  materials,
  rootCount,
} from "./made-products.ts";

const perBatch = 2_000;

/**
 * Fills a migrated database with so many products of two variants. The triggers and the indexes are away meanwhile: what
 * they would have written is written at the end at once, from the views that say what it should be.
 */
export async function fillCatalogue(client: Client, products: number): Promise<void> {
  await client.executeMultiple(
    "pragma synchronous = off; pragma cache_size = -1000000; pragma wal_autocheckpoint = 50000",
  );
  const restore = await putAway(client);
  await client.executeMultiple(vocabulary);
  let batch: MadeProduct[] = [];
  for (const product of madeProducts(products)) {
    batch.push(product);
    if (batch.length < perBatch) continue;
    await insert(client, batch);
    batch = [];
  }
  await insert(client, batch);
  await client.executeMultiple(`begin; ${derived} commit;`);
  await client.executeMultiple(restore);
  await client.executeMultiple("pragma wal_checkpoint(truncate); pragma optimize");
}

/** Drops triggers and indexes but for unique ones, and answers the script that makes them again. */
async function putAway(client: Client): Promise<string> {
  const { rows } = await client.execute(`
    select type, name, sql from sqlite_master
    where type = 'trigger' or (type = 'index' and sql is not null and sql not like 'create unique%')`);
  await client.executeMultiple(rows.map(({ type, name }) => `drop ${type} "${name}";`).join("\n"));
  return rows.map(({ sql }) => `${sql};`).join("\n");
}

async function insert(client: Client, batch: readonly MadeProduct[]): Promise<void> {
  const made = JSON.stringify(batch.map((product) => ({ ...product, titleKey: titleKey(product.title) })));
  await client.batch(
    perProduct.map((sql) => ({ sql, args: [made] })),
    "write",
  );
}

const id = (prefix: string, number: string) => `printf('${prefix}_%032x', ${number})`;
const numbers = (count: number) =>
  `with recursive numbers(n) as (select 0 union all select n + 1 from numbers where n < ${count - 1})`;
const n = "(j.value ->> 'number')";
const moment = `(${madeAt} + ${n} * 60000)`;
const made = "from json_each(?1) j";
const field = (name: string) => `j.value ->> '${name}'`;
const sizes = `cross join json_each('["S","M"]') size`;
const variant = id("var", `${n} * 2 + size.key`);

const vocabulary = `
  insert into categories(id, parent_id, slug, name)
    ${numbers(categoryCount)}
    select ${id("cat", "n")}, case when n >= ${rootCount} then ${id("cat", `n % ${rootCount}`)} end, 'category-' || n, 'Category ' || n
    from numbers;
  insert into category_slugs(slug, category_id, locale, is_current) select slug, id, '', 1 from categories;
  insert into attributes(key, name, type, choices, created_at, updated_at) values
    ('material', 'Material', 'choice', '${JSON.stringify(materials)}', 0, 0),
    ('weight', 'Weight', 'number', null, 0, 0), ('organic', 'Organic', 'boolean', null, 0, 0);
`;

const perProduct = [
  `insert into products(number, id, slug, title, title_key, description, description_text, vendor, options, status, published_at, created_at, updated_at)
    select ${n} + 1, ${id("prod", n)}, 'product-' || ${n}, ${field("title")}, ${field("titleKey")},
      '<p>' || (${field("description")}) || '</p>', ${field("description")}, 'Vendor ' || (${field("vendor")}),
      json_array(
        json_object('name', 'Size', 'values', json('["S","M"]')),
        json_object('name', 'Colour', 'values', json_array('Colour ' || (${field("colour")})))
      ),
      ${field("status")}, ${moment}, ${moment}, ${moment} ${made}`,
  `insert into product_slugs(slug, product_id, locale, is_current)
    select 'product-' || ${n}, ${id("prod", n)}, '', 1 ${made}`,
  `insert into product_tags(product_id, tag)
    select ${id("prod", n)}, t.value ${made} cross join json_each(j.value, '$.tags') t`,
  `insert into product_categories(category_id, product_id)
    select ${id("cat", field("category"))}, ${id("prod", n)} ${made}`,
  `insert into product_images(id, product_id, url, alt, position)
    select ${id("img", n)}, ${id("prod", n)}, 'https://images.example/' || ${n} || '.webp', '', 0 ${made}`,
  `insert into product_attributes(product_id, key, text, number)
    select ${id("prod", n)}, 'material', json_array(${materials.map((each) => `'${each}'`).join()}) ->> (${field("material")}), null ${made}
    union all select ${id("prod", n)}, 'weight', null, ${field("weight")} ${made}
    union all select ${id("prod", n)}, 'organic', null, ${field("organic")} ${made}`,
  `insert into variants(id, product_id, sku, title, option_values, position, created_at, updated_at)
    select ${variant}, ${id("prod", n)}, 'SKU' || ${n} || size.value, size.value,
      json_array(size.value, 'Colour ' || (${field("colour")})), size.key, ${moment}, ${moment} ${made} ${sizes}`,
  `insert into prices(variant_id, currency, amount)
    select ${variant}, 'EUR', (${field("amount")}) + size.key * 500 ${made} ${sizes}`,
  `insert into stock_levels(variant_id, policy, on_hand)
    select ${variant}, 'deny', ${field("onHand")} ${made} ${sizes}`,
  `insert into product_listings(product_id, currency, amount, available)
    select ${id("prod", n)}, 'EUR', ${field("amount")}, (${field("onHand")}) > 0 ${made}`,
];

const derived = `
  insert into listing_terms(kind, name, value, products)
    select kind, name, value, count(*) from listing_sources where kind <> 'all' group by kind, name, value;
  update listing_terms set products = (select count(*) from products where status = 'published') where id = 0;
  insert into listing_entries(product, term, published_at, title_key)
    select product, term, published_at, title_key from current_entries order by product, term;
  insert into listing_cards select * from current_cards order by number;
  insert into listing_prices(term, currency, amount, product)
    select e.term, l.currency, l.amount, e.product
    from listing_entries e cross join products p on p.number = e.product
      cross join product_listings l on l.product_id = p.id
    order by e.term, l.currency, l.amount, e.product;
  insert into listing_products(product, currency, published_at, amount, available, title_length)
    select p.number, l.currency, p.published_at, l.amount, l.available, length(p.title)
    from products p cross join product_listings l on l.product_id = p.id where p.status = 'published'
    order by p.number, l.currency;
  insert into listing_currencies(currency, products)
    select currency, count(*) from listing_products group by currency;
  insert into listing_facets(product, terms) select product, terms from current_facets order by product;
  insert into search_documents(rowid, product_id, title, tags, skus, body)
    select s.document, p.id, s.title, s.tags, s.skus, s.body
    from products p cross join search_sources s on s.product_id = p.id order by s.document;
  insert into search_index(search_index) values ('rebuild');
  insert into search_titles(search_titles) values ('rebuild');
  insert into search_words(word, count)
    select word, count(distinct document) from search_document_words group by word;
  insert into search_word_trigrams(rowid, word) select id, ' ' || word || ' ' from search_words;
`;
