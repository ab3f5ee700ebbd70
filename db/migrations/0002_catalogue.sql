-- What follows from the catalogue's rows and what none of them may break, whoever writes them.

-- Slugs: the one a product had keeps leading to it until another product takes it.
CREATE TRIGGER `product_slug_insert` AFTER INSERT ON `products` BEGIN
  DELETE FROM product_slugs WHERE slug = new.slug AND is_current = 0;
  INSERT INTO product_slugs(slug, product_id, locale, is_current) VALUES (new.slug, new.id, '', 1);
END;
--> statement-breakpoint
CREATE TRIGGER `product_slug_update` AFTER UPDATE OF `slug` ON `products` WHEN old.slug <> new.slug BEGIN
  UPDATE product_slugs SET is_current = 0 WHERE slug = old.slug;
  DELETE FROM product_slugs WHERE slug = new.slug AND is_current = 0;
  INSERT INTO product_slugs(slug, product_id, locale, is_current) VALUES (new.slug, new.id, '', 1);
END;
--> statement-breakpoint
-- Those of categories likewise.
CREATE TRIGGER `category_slug_insert` AFTER INSERT ON `categories` BEGIN
  DELETE FROM category_slugs WHERE slug = new.slug AND is_current = 0;
  INSERT INTO category_slugs(slug, category_id, locale, is_current) VALUES (new.slug, new.id, '', 1);
END;
--> statement-breakpoint
CREATE TRIGGER `category_slug_update` AFTER UPDATE OF `slug` ON `categories` WHEN old.slug <> new.slug BEGIN
  UPDATE category_slugs SET is_current = 0 WHERE slug = old.slug;
  DELETE FROM category_slugs WHERE slug = new.slug AND is_current = 0;
  INSERT INTO category_slugs(slug, category_id, locale, is_current) VALUES (new.slug, new.id, '', 1);
END;
--> statement-breakpoint
-- Option values, a row each.
CREATE VIEW `product_option_values` AS
  SELECT DISTINCT o.value ->> 'name' AS name, v.value AS value, p.id AS product_id
  FROM products p, json_each(p.options) o, json_each(o.value, '$.values') v;
--> statement-breakpoint
-- More variants than Shopify and its kin can hold would make a product's page slow for everybody.
CREATE TRIGGER `variants_limit` BEFORE INSERT ON `variants`
WHEN (SELECT count(*) FROM variants WHERE product_id = new.product_id) >= 250 BEGIN
  SELECT RAISE(ABORT, 'CHECK constraint failed: variants_at_most_250');
END;
--> statement-breakpoint
-- A picture that nothing used, and that is being removed, is there for nobody any more.
CREATE TRIGGER `product_images_insert` BEFORE INSERT ON `product_images`
WHEN EXISTS (SELECT 1 FROM uploads WHERE picture = new.picture AND going_until IS NOT NULL) BEGIN
  SELECT RAISE(ABORT, 'CHECK constraint failed: product_images_picture_stays');
END;
--> statement-breakpoint
CREATE TRIGGER `product_images_update` BEFORE UPDATE OF `picture` ON `product_images`
WHEN EXISTS (SELECT 1 FROM uploads WHERE picture = new.picture AND going_until IS NOT NULL) BEGIN
  SELECT RAISE(ABORT, 'CHECK constraint failed: product_images_picture_stays');
END;
--> statement-breakpoint
-- A category moved below itself would be lost with all that is below it.
CREATE TRIGGER `categories_circle` BEFORE UPDATE OF `parent_id` ON `categories`
WHEN new.parent_id IS NOT NULL AND EXISTS (
  WITH RECURSIVE above(id) AS (
    SELECT new.parent_id
    UNION SELECT c.parent_id FROM categories c JOIN above ON c.id = above.id WHERE c.parent_id IS NOT NULL
  )
  SELECT 1 FROM above WHERE id = new.id
) BEGIN
  SELECT RAISE(ABORT, 'CHECK constraint failed: categories_acyclic');
END;
--> statement-breakpoint
-- The price a variant has now, in each currency: its own, or the lowest offer that holds for one unit.
CREATE VIEW `current_prices` AS
  SELECT p.variant_id, v.product_id, p.currency, min(p.amount, coalesce((
    SELECT min(o.amount) FROM price_offers o
    WHERE o.variant_id = p.variant_id AND o.currency = p.currency AND o.min_quantity = 1
      AND (o.starts_at IS NULL OR o.starts_at <= unixepoch('subsec') * 1000)
      AND (o.ends_at IS NULL OR o.ends_at > unixepoch('subsec') * 1000)
  ), p.amount)) AS amount
  FROM prices p JOIN variants v ON v.id = p.variant_id;
--> statement-breakpoint
-- What `product_listings` should hold.
CREATE VIEW `current_listings` AS
  SELECT c.product_id, c.currency, min(c.amount) AS amount,
    max(coalesce(s.policy <> 'deny' OR s.on_hand > s.reserved, 0)) AS available
  FROM current_prices c LEFT JOIN stock_levels s ON s.variant_id = c.variant_id
  GROUP BY c.product_id, c.currency;
--> statement-breakpoint
-- A new price can only lower the product's lowest: nothing else has to be looked at.
CREATE TRIGGER `listing_price_insert` AFTER INSERT ON `prices` BEGIN
  INSERT INTO product_listings(product_id, currency, amount, available)
    SELECT v.product_id, new.currency, new.amount,
      coalesce((SELECT s.policy <> 'deny' OR s.on_hand > s.reserved FROM stock_levels s WHERE s.variant_id = v.id), 0)
    FROM variants v WHERE v.id = new.variant_id
    ON CONFLICT DO UPDATE SET amount = min(amount, excluded.amount), available = max(available, excluded.available);
END;
--> statement-breakpoint
-- A price that was not the lowest, and is not now, changes nothing.
CREATE TRIGGER `listing_price_update` AFTER UPDATE OF `amount` ON `prices` WHEN old.amount <> new.amount BEGIN
  UPDATE product_listings SET amount = (
    SELECT min(c.amount) FROM current_prices c
    WHERE c.product_id = product_listings.product_id AND c.currency = product_listings.currency
  )
  WHERE amount >= min(old.amount, new.amount) AND currency = new.currency
    AND product_id = (SELECT product_id FROM variants WHERE id = new.variant_id);
END;
--> statement-breakpoint
CREATE TRIGGER `listing_price_delete` AFTER DELETE ON `prices` BEGIN
  DELETE FROM product_listings
    WHERE currency = old.currency AND product_id = (SELECT product_id FROM variants WHERE id = old.variant_id);
  INSERT INTO product_listings(product_id, currency, amount, available)
    SELECT product_id, currency, amount, available FROM current_listings
    WHERE currency = old.currency AND product_id = (SELECT product_id FROM variants WHERE id = old.variant_id);
END;
--> statement-breakpoint
CREATE TRIGGER `listing_variant_delete` AFTER DELETE ON `variants` BEGIN
  DELETE FROM product_listings WHERE product_id = old.product_id;
  INSERT INTO product_listings(product_id, currency, amount, available)
    SELECT product_id, currency, amount, available FROM current_listings
    WHERE product_id = old.product_id AND EXISTS (SELECT 1 FROM products WHERE id = old.product_id);
END;
--> statement-breakpoint
-- A new offer can only lower it, and one from a larger quantity on does not.
CREATE TRIGGER `listing_offer_insert` AFTER INSERT ON `price_offers`
WHEN new.min_quantity = 1
  AND (new.starts_at IS NULL OR new.starts_at <= unixepoch('subsec') * 1000)
  AND (new.ends_at IS NULL OR new.ends_at > unixepoch('subsec') * 1000) BEGIN
  UPDATE product_listings SET amount = new.amount
    WHERE amount > new.amount AND currency = new.currency
      AND product_id = (SELECT product_id FROM variants WHERE id = new.variant_id);
END;
--> statement-breakpoint
CREATE TRIGGER `listing_offer_update` AFTER UPDATE ON `price_offers` BEGIN
  UPDATE product_listings SET amount = (
    SELECT min(c.amount) FROM current_prices c
    WHERE c.product_id = product_listings.product_id AND c.currency = product_listings.currency
  )
  WHERE currency = new.currency AND product_id = (SELECT product_id FROM variants WHERE id = new.variant_id);
END;
--> statement-breakpoint
-- An offer that was not the lowest leaves nothing behind.
CREATE TRIGGER `listing_offer_delete` AFTER DELETE ON `price_offers` WHEN old.min_quantity = 1 BEGIN
  UPDATE product_listings SET amount = coalesce((
    SELECT min(c.amount) FROM current_prices c
    WHERE c.product_id = product_listings.product_id AND c.currency = product_listings.currency
  ), amount)
  WHERE amount = old.amount AND currency = old.currency
    AND product_id = (SELECT product_id FROM variants WHERE id = old.variant_id);
END;
--> statement-breakpoint
CREATE TRIGGER `listing_stock_insert` AFTER INSERT ON `stock_levels`
WHEN new.policy <> 'deny' OR new.on_hand > new.reserved BEGIN
  UPDATE product_listings SET available = 1
    WHERE available = 0 AND product_id = (SELECT product_id FROM variants WHERE id = new.variant_id)
      AND currency IN (SELECT currency FROM prices WHERE variant_id = new.variant_id);
END;
--> statement-breakpoint
-- Stock moves with every sale: only the first and the last unit change what a list shows.
CREATE TRIGGER `listing_stock_update` AFTER UPDATE ON `stock_levels`
WHEN (old.policy <> 'deny' OR old.on_hand > old.reserved) <> (new.policy <> 'deny' OR new.on_hand > new.reserved) BEGIN
  UPDATE product_listings SET available = (
    SELECT l.available FROM current_listings l
    WHERE l.product_id = product_listings.product_id AND l.currency = product_listings.currency
  )
  WHERE product_id = (SELECT product_id FROM variants WHERE id = new.variant_id)
    AND currency IN (SELECT currency FROM prices WHERE variant_id = new.variant_id);
END;
--> statement-breakpoint
-- Lists. What they can be filtered by is a term: a tag, a category, a vendor, a value of an option or an attribute, each
-- known by a number; and `all`, which every product has. A product that is published has an entry for each of its terms,
-- and of each term all its products stand in the order of each sort, so that a page is read where it begins and no
-- further. Terms stay when nothing has them any more: their numbers mean the same for ever.
CREATE TABLE `listing_terms` (
  `id` integer PRIMARY KEY,
  `kind` text NOT NULL,
  `name` text NOT NULL,
  `value` text NOT NULL,
  `products` integer NOT NULL DEFAULT 0,
  UNIQUE(`kind`, `name`, `value`)
);
--> statement-breakpoint
INSERT INTO `listing_terms`(`id`, `kind`, `name`, `value`) VALUES (0, 'all', '', '');
--> statement-breakpoint
-- Those that most products have, of each tag, vendor, option or attribute.
CREATE INDEX `listing_terms_by_products` ON `listing_terms` (`kind`, `name`, `products`);
--> statement-breakpoint
CREATE TABLE `listing_entries` (
  `product` integer NOT NULL,
  `term` integer NOT NULL,
  `published_at` integer NOT NULL,
  `title_key` text NOT NULL,
  PRIMARY KEY(`product`, `term`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `listing_entries_newest` ON `listing_entries` (`term`, `published_at`, `product`);
--> statement-breakpoint
CREATE INDEX `listing_entries_by_title` ON `listing_entries` (`term`, `title_key`, `product`);
--> statement-breakpoint
-- Each entry once more for each currency that the product is sold in.
CREATE TABLE `listing_prices` (
  `term` integer NOT NULL,
  `currency` text NOT NULL,
  `amount` integer NOT NULL,
  `product` integer NOT NULL,
  PRIMARY KEY(`term`, `currency`, `amount`, `product`)
) WITHOUT ROWID;
--> statement-breakpoint
-- What is looked at of published products where many are: in each currency that they are sold in, what facets count and
-- what searches rank by.
CREATE TABLE `listing_products` (
  `product` integer NOT NULL,
  `currency` text NOT NULL,
  `published_at` integer NOT NULL,
  `amount` integer NOT NULL,
  `available` integer NOT NULL,
  `title_length` integer NOT NULL,
  PRIMARY KEY(`product`, `currency`)
) WITHOUT ROWID;
--> statement-breakpoint
-- Tags, vendor, options, attributes and categories as arrays of terms, and the attributes that are numbers, in JSON as
-- short as can be: `[[0,5,9,0],[0,7,0],[0,0],[0,8,0],[0,3,0],{"weight":2.5}]`. Between zeros, so that each term stands
-- between commas: that is how it is looked for.
CREATE TABLE `listing_facets` (
  `product` integer PRIMARY KEY,
  `terms` text NOT NULL
);
--> statement-breakpoint
-- How many are sold in each currency.
CREATE TABLE `listing_currencies` (
  `currency` text PRIMARY KEY,
  `products` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
-- The terms that a product should have. A longer text than a filter can be is none.
CREATE VIEW `listing_sources` AS
  SELECT number AS product, 'all' AS kind, '' AS name, '' AS value FROM products WHERE status = 'published'
  UNION ALL SELECT number, 'vendor', '', vendor FROM products WHERE status = 'published' AND vendor IS NOT NULL
  UNION ALL SELECT p.number, 'tag', '', t.tag
    FROM products p JOIN product_tags t ON t.product_id = p.id WHERE p.status = 'published'
  UNION ALL SELECT p.number, 'category', '', c.category_id
    FROM products p JOIN product_categories c ON c.product_id = p.id WHERE p.status = 'published'
  UNION ALL SELECT p.number, 'option', o.value ->> 'name', v.value
    FROM products p, json_each(p.options) o, json_each(o.value, '$.values') v WHERE p.status = 'published'
  UNION ALL SELECT p.number, 'text', a.key, a.text
    FROM products p JOIN product_attributes a ON a.product_id = p.id
    WHERE p.status = 'published' AND length(a.text) <= 200
  UNION ALL SELECT p.number, 'flag', a.key, iif(a.number, 'true', 'false')
    FROM products p JOIN product_attributes a ON a.product_id = p.id JOIN attributes d ON d.key = a.key
    WHERE p.status = 'published' AND d.type = 'boolean';
--> statement-breakpoint
-- What `listing_entries` should hold, but for terms that nothing had before.
CREATE VIEW `current_entries` AS
  SELECT DISTINCT s.product, t.id AS term, p.published_at, p.title_key
  FROM listing_sources s
    CROSS JOIN listing_terms t ON t.kind = s.kind AND t.name = s.name AND t.value = s.value
    CROSS JOIN products p ON p.number = s.product;
--> statement-breakpoint
-- What `listing_facets` should hold.
CREATE VIEW `current_facets` AS
  SELECT p.number AS product, (
    SELECT '[' || '[0,' || coalesce(group_concat(t.id) FILTER (WHERE t.kind = 'tag') || ',', '') || '0],'
      || '[0,' || coalesce(group_concat(t.id) FILTER (WHERE t.kind = 'vendor') || ',', '') || '0],'
      || '[0,' || coalesce(group_concat(t.id) FILTER (WHERE t.kind = 'option') || ',', '') || '0],'
      || '[0,' || coalesce(group_concat(t.id) FILTER (WHERE t.kind IN ('text', 'flag')) || ',', '') || '0],'
      || '[0,' || coalesce(group_concat(t.id) FILTER (WHERE t.kind = 'category') || ',', '') || '0],'
      || (
        SELECT json_group_object(a.key, a.number) FROM product_attributes a JOIN attributes d ON d.key = a.key
        WHERE a.product_id = p.id AND d.type = 'number' AND a.number IS NOT NULL
      ) || ']'
    FROM listing_entries e CROSS JOIN listing_terms t ON t.id = e.term WHERE e.product = p.number
  ) AS terms
  FROM products p WHERE p.status = 'published';
--> statement-breakpoint
-- Every write to anything of a product ends with its `updated_at`: that is when its terms are read again, once.
CREATE TRIGGER `listing_product_update` AFTER UPDATE OF `updated_at` ON `products` BEGIN
  INSERT INTO listing_terms(kind, name, value)
    SELECT kind, name, value FROM listing_sources WHERE product = new.number
    ON CONFLICT DO NOTHING;
  DELETE FROM listing_entries
    WHERE product = new.number AND term NOT IN (SELECT term FROM current_entries WHERE product = new.number);
  INSERT INTO listing_entries(product, term, published_at, title_key)
    SELECT DISTINCT new.number, t.id, new.published_at, new.title_key
    FROM listing_sources s CROSS JOIN listing_terms t ON t.kind = s.kind AND t.name = s.name AND t.value = s.value
    WHERE s.product = new.number
    ON CONFLICT DO UPDATE SET published_at = excluded.published_at, title_key = excluded.title_key
      WHERE published_at <> excluded.published_at OR title_key <> excluded.title_key;
  INSERT INTO listing_prices(term, currency, amount, product)
    SELECT e.term, l.currency, l.amount, e.product
    FROM product_listings l JOIN listing_entries e ON e.product = new.number WHERE l.product_id = new.id
    ON CONFLICT DO NOTHING;
  DELETE FROM listing_facets WHERE product = new.number AND new.status <> 'published';
  INSERT INTO listing_facets(product, terms)
    SELECT product, terms FROM current_facets WHERE product = new.number
    ON CONFLICT DO UPDATE SET terms = excluded.terms WHERE terms <> excluded.terms;
  DELETE FROM listing_products WHERE product = new.number AND new.status <> 'published';
  INSERT INTO listing_products(product, currency, published_at, amount, available, title_length)
    SELECT new.number, currency, new.published_at, amount, available, length(new.title) FROM product_listings
    WHERE product_id = new.id AND new.status = 'published'
    ON CONFLICT DO UPDATE SET published_at = excluded.published_at, title_length = excluded.title_length
      WHERE published_at <> excluded.published_at OR title_length <> excluded.title_length;
END;
--> statement-breakpoint
-- What lists show of each published product, in a row that is short however long its texts are, so that a page reads one
-- of a product: what it costs and whether it can be bought in each currency, `{"EUR":[1999,1]}`, among it.
-- Only a product that is translated is asked what it is called in a language.
CREATE TABLE `listing_cards` (
  `number` integer PRIMARY KEY,
  `id` text NOT NULL,
  `published_at` integer NOT NULL,
  `slug` text NOT NULL,
  `title` text NOT NULL,
  `title_key` text NOT NULL,
  `image` text,
  `is_translated` integer NOT NULL,
  `prices` text NOT NULL
);
--> statement-breakpoint
-- What `listing_cards` should hold.
CREATE VIEW `current_cards` AS
  SELECT p.number, p.id, p.published_at, p.slug, p.title, p.title_key, (
      SELECT json_object(
        'url', i.url, 'alt', i.alt, 'width', i.width, 'height', i.height, 'sizes', json(coalesce(i.sizes, '[]'))
      )
      FROM product_images i WHERE i.product_id = p.id ORDER BY i.position LIMIT 1
    ) AS image,
    EXISTS (SELECT 1 FROM product_translations t WHERE t.product_id = p.id)
      OR EXISTS (SELECT 1 FROM product_slugs u WHERE u.product_id = p.id AND u.is_current = 1 AND u.locale <> '')
      AS is_translated,
    (
      SELECT json_group_object(l.currency, json_array(l.amount, l.available))
      FROM product_listings l WHERE l.product_id = p.id
    ) AS prices
  FROM products p WHERE p.status = 'published';
--> statement-breakpoint
CREATE TRIGGER `listing_card_update`
AFTER UPDATE OF `slug`, `title`, `title_key`, `status`, `published_at`, `updated_at` ON `products` BEGIN
  DELETE FROM listing_cards WHERE number = new.number;
  INSERT INTO listing_cards SELECT * FROM current_cards WHERE number = new.number;
END;
--> statement-breakpoint
-- Before it goes: its listings tell which prices go with it.
CREATE TRIGGER `listing_product_delete` BEFORE DELETE ON `products` BEGIN
  DELETE FROM listing_cards WHERE number = old.number;
  DELETE FROM listing_entries WHERE product = old.number;
  DELETE FROM listing_facets WHERE product = old.number;
  DELETE FROM listing_products WHERE product = old.number;
END;
--> statement-breakpoint
CREATE TRIGGER `listing_entry_insert` AFTER INSERT ON `listing_entries` BEGIN
  UPDATE listing_terms SET products = products + 1 WHERE id = new.term;
END;
--> statement-breakpoint
CREATE TRIGGER `listing_entry_delete` AFTER DELETE ON `listing_entries` BEGIN
  UPDATE listing_terms SET products = products - 1 WHERE id = old.term;
  DELETE FROM listing_prices
    WHERE term = old.term AND product = old.product AND (currency, amount) IN (
      SELECT l.currency, l.amount
      FROM products p JOIN product_listings l ON l.product_id = p.id WHERE p.number = old.product
    );
END;
--> statement-breakpoint
CREATE TRIGGER `listing_currency_insert` AFTER INSERT ON `listing_products` BEGIN
  INSERT INTO listing_currencies(currency, products) VALUES (new.currency, 1)
    ON CONFLICT DO UPDATE SET products = products + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `listing_currency_delete` AFTER DELETE ON `listing_products` BEGIN
  UPDATE listing_currencies SET products = products - 1 WHERE currency = old.currency;
END;
--> statement-breakpoint
CREATE TRIGGER `listing_prices_insert` AFTER INSERT ON `product_listings` BEGIN
  INSERT INTO listing_prices(term, currency, amount, product)
    SELECT e.term, new.currency, new.amount, e.product
    FROM products p JOIN listing_entries e ON e.product = p.number WHERE p.id = new.product_id;
  INSERT INTO listing_products(product, currency, published_at, amount, available, title_length)
    SELECT e.product, new.currency, e.published_at, new.amount, new.available, length(p.title)
    FROM products p JOIN listing_entries e ON e.product = p.number AND e.term = 0 WHERE p.id = new.product_id;
  UPDATE listing_cards SET prices = (SELECT c.prices FROM current_cards c WHERE c.number = listing_cards.number)
    WHERE number = (SELECT number FROM products WHERE id = new.product_id);
END;
--> statement-breakpoint
CREATE TRIGGER `listing_prices_delete` AFTER DELETE ON `product_listings` BEGIN
  DELETE FROM listing_prices
    WHERE currency = old.currency AND amount = old.amount AND (term, product) IN (
      SELECT e.term, e.product
      FROM products p JOIN listing_entries e ON e.product = p.number WHERE p.id = old.product_id
    );
  DELETE FROM listing_products
    WHERE product = (SELECT number FROM products WHERE id = old.product_id) AND currency = old.currency;
  UPDATE listing_cards SET prices = (SELECT c.prices FROM current_cards c WHERE c.number = listing_cards.number)
    WHERE number = (SELECT number FROM products WHERE id = old.product_id);
END;
--> statement-breakpoint
CREATE TRIGGER `listing_product_sold` AFTER UPDATE OF `amount`, `available` ON `product_listings`
WHEN old.amount <> new.amount OR old.available <> new.available BEGIN
  UPDATE listing_products SET amount = new.amount, available = new.available
    WHERE product = (SELECT number FROM products WHERE id = new.product_id) AND currency = new.currency;
  UPDATE listing_cards SET prices = (SELECT c.prices FROM current_cards c WHERE c.number = listing_cards.number)
    WHERE number = (SELECT number FROM products WHERE id = new.product_id);
END;
--> statement-breakpoint
CREATE TRIGGER `listing_prices_update` AFTER UPDATE OF `amount` ON `product_listings` WHEN old.amount <> new.amount BEGIN
  UPDATE listing_prices SET amount = new.amount
    WHERE currency = old.currency AND amount = old.amount AND (term, product) IN (
      SELECT e.term, e.product
      FROM products p JOIN listing_entries e ON e.product = p.number WHERE p.id = old.product_id
    );
END;
--> statement-breakpoint
-- What has changed of what shoppers are shown. Every write to anything of a product ends with its row.
CREATE TRIGGER `change_product_insert` AFTER INSERT ON `products` BEGIN
  INSERT INTO catalogue_changes(product_id) VALUES (new.id);
END;
--> statement-breakpoint
CREATE TRIGGER `change_product_update` AFTER UPDATE ON `products` BEGIN
  INSERT INTO catalogue_changes(product_id) VALUES (new.id);
END;
--> statement-breakpoint
CREATE TRIGGER `change_product_delete` AFTER DELETE ON `products` BEGIN
  INSERT INTO catalogue_changes(product_id) VALUES (old.id);
END;
--> statement-breakpoint
-- A slug that another product takes leads there from now on.
CREATE TRIGGER `change_slug_update` AFTER UPDATE ON `product_slugs` WHEN old.product_id <> new.product_id BEGIN
  INSERT INTO catalogue_changes(product_id) VALUES (old.product_id);
END;
--> statement-breakpoint
CREATE TRIGGER `change_slug_delete` AFTER DELETE ON `product_slugs` BEGIN
  INSERT INTO catalogue_changes(product_id) VALUES (old.product_id);
END;
--> statement-breakpoint
-- Prices, dated ones that begin or end among them, and what is sold out: not all are writes to the product.
CREATE TRIGGER `change_listing_insert` AFTER INSERT ON `product_listings` BEGIN
  INSERT INTO catalogue_changes(product_id) VALUES (new.product_id);
END;
--> statement-breakpoint
CREATE TRIGGER `change_listing_delete` AFTER DELETE ON `product_listings` BEGIN
  INSERT INTO catalogue_changes(product_id) VALUES (old.product_id);
END;
--> statement-breakpoint
CREATE TRIGGER `change_listing_update` AFTER UPDATE ON `product_listings`
WHEN old.amount <> new.amount OR old.available <> new.available BEGIN
  INSERT INTO catalogue_changes(product_id) VALUES (new.product_id);
END;
--> statement-breakpoint
CREATE TRIGGER `change_stock_update` AFTER UPDATE ON `stock_levels`
WHEN (old.policy <> 'deny' OR old.on_hand > old.reserved) <> (new.policy <> 'deny' OR new.on_hand > new.reserved) BEGIN
  INSERT INTO catalogue_changes(product_id) SELECT product_id FROM variants WHERE id = new.variant_id;
END;
--> statement-breakpoint
-- These any product may show.
CREATE TRIGGER `change_category_insert` AFTER INSERT ON `categories` BEGIN
  INSERT INTO catalogue_changes(product_id) VALUES (NULL);
END;
--> statement-breakpoint
CREATE TRIGGER `change_category_update` AFTER UPDATE ON `categories` BEGIN
  INSERT INTO catalogue_changes(product_id) VALUES (NULL);
END;
--> statement-breakpoint
CREATE TRIGGER `change_category_delete` AFTER DELETE ON `categories` BEGIN
  INSERT INTO catalogue_changes(product_id) VALUES (NULL);
END;
--> statement-breakpoint
CREATE TRIGGER `change_category_translation_insert` AFTER INSERT ON `category_translations` BEGIN
  INSERT INTO catalogue_changes(product_id) VALUES (NULL);
END;
--> statement-breakpoint
CREATE TRIGGER `change_category_translation_update` AFTER UPDATE ON `category_translations` BEGIN
  INSERT INTO catalogue_changes(product_id) VALUES (NULL);
END;
--> statement-breakpoint
CREATE TRIGGER `change_category_translation_delete` AFTER DELETE ON `category_translations` BEGIN
  INSERT INTO catalogue_changes(product_id) VALUES (NULL);
END;
--> statement-breakpoint
CREATE TRIGGER `change_market_insert` AFTER INSERT ON `markets` BEGIN
  INSERT INTO catalogue_changes(product_id) VALUES (NULL);
END;
--> statement-breakpoint
CREATE TRIGGER `change_market_update` AFTER UPDATE ON `markets` BEGIN
  INSERT INTO catalogue_changes(product_id) VALUES (NULL);
END;
--> statement-breakpoint
CREATE TRIGGER `change_market_delete` AFTER DELETE ON `markets` BEGIN
  INSERT INTO catalogue_changes(product_id) VALUES (NULL);
END;
--> statement-breakpoint
CREATE TRIGGER `change_attribute_insert` AFTER INSERT ON `attributes` BEGIN
  INSERT INTO catalogue_changes(product_id) VALUES (NULL);
END;
--> statement-breakpoint
CREATE TRIGGER `change_attribute_update` AFTER UPDATE ON `attributes` BEGIN
  INSERT INTO catalogue_changes(product_id) VALUES (NULL);
END;
--> statement-breakpoint
CREATE TRIGGER `change_attribute_delete` AFTER DELETE ON `attributes` BEGIN
  INSERT INTO catalogue_changes(product_id) VALUES (NULL);
END;
--> statement-breakpoint
-- More of them than anybody reads at once: whoever has missed some begins anew.
CREATE TRIGGER `change_forget` AFTER INSERT ON `catalogue_changes` BEGIN
  DELETE FROM catalogue_changes WHERE id <= new.id - 10000;
END;
