-- Full-text search over products. The view `search_sources` says what is searched, `search_documents` holds it, and FTS5
-- indexes that; triggers keep each in step with the one before, whoever writes. Every write to anything of a product ends
-- with its `updated_at`: that is when the product is read again, once, however many rows of it have changed.
-- What FTS5 indexes: the documents, each with the block of fifty thousand that it is in. A block's word is of a letter for
-- private use, which no typed word has: with it, words that never stand together are compared in some blocks alone.
-- Blocks below 0 are 19,999,999 and less, as documents there begin a million million down.
CREATE VIEW `search_contents` AS
  SELECT rowid, title, tags, skus, body, char(57344) || abs(rowid / 50000) AS block FROM search_documents;
--> statement-breakpoint
CREATE VIRTUAL TABLE `search_index` USING fts5(
  title, tags, skus, body, block,
  content='search_contents', content_rowid='rowid',
  tokenize='unicode61 remove_diacritics 2', prefix='2 3'
);
--> statement-breakpoint
-- Titles alone, for what is typed and for the best hits: small, and read from the shortest beginning of a word on.
CREATE VIRTUAL TABLE `search_titles` USING fts5(
  title, block,
  content='search_contents', content_rowid='rowid',
  tokenize='unicode61 remove_diacritics 2', prefix='1 2 3 4 5'
);
--> statement-breakpoint
-- A document has its product's number: what is found needs no look-up to be known. That of a product which is not
-- published, or not within two seconds, has it below 0, in the same order: what shoppers search ends there, however many
-- there are. Seconds, as the clock of who writes that it is published now may be a little ahead.
CREATE VIEW `search_texts` AS
  SELECT p.id AS product_id,
    iif(p.status = 'published' AND p.published_at <= (unixepoch() + 2) * 1000, p.number, p.number - 1000000000000)
      AS document,
    concat_ws(' ', p.title, (
      SELECT group_concat(title, ' ')
      FROM (SELECT title FROM product_translations WHERE product_id = p.id ORDER BY locale)
    )) AS title,
    concat_ws(' ', (
      SELECT group_concat(tag, ' ') FROM (SELECT tag FROM product_tags WHERE product_id = p.id ORDER BY tag)
    ), p.vendor, p.type, (
      SELECT group_concat(v.value, ' ') FROM json_each(p.options) o, json_each(o.value, '$.values') v
    )) AS tags,
    coalesce((
      SELECT group_concat(concat_ws(' ', sku, barcode), ' ')
      FROM (SELECT sku, barcode FROM variants WHERE product_id = p.id ORDER BY position, id)
    ), '') AS skus,
    concat_ws(' ', p.description_text, (
      SELECT group_concat(description_text, ' ')
      FROM (SELECT description_text FROM product_translations WHERE product_id = p.id ORDER BY locale)
    )) AS body
  FROM products p;
--> statement-breakpoint
-- What `search_documents` should hold. In scripts without spaces (Thai to Myanmar, Khmer, kana, Han, Hangul) every letter
-- is set apart, so that any part of a text can be found as a phrase of letters; and every emoji, as FTS5 takes newer ones
-- for letters of the word beside them. In pieces, since to take one letter off a text costs its whole length.
CREATE VIEW `search_sources` AS
  SELECT product_id, document,
    CASE WHEN octet_length(title) > length(title) AND title GLOB '*[฀-໿က-႟ក-៿぀-ヿ㐀-䶿一-鿿가-힣豈-﫿ｦ-ﾟ𠀀-𿿽🀀-🯿]*' THEN (
      WITH RECURSIVE pieces(at, piece, rest) AS (
        SELECT 0, substr(title, 1, 100), substr(title, 101)
        UNION ALL SELECT at + 1, substr(rest, 1, 100), substr(rest, 101) FROM pieces WHERE rest <> ''
      ), letters(at, place, letter, rest) AS (
        SELECT at, 0, '', piece FROM pieces
        UNION ALL SELECT at, place + 1, substr(rest, 1, 1), substr(rest, 2) FROM letters WHERE rest <> ''
      )
      SELECT group_concat(CASE WHEN letter GLOB '[฀-໿က-႟ក-៿぀-ヿ㐀-䶿一-鿿가-힣豈-﫿ｦ-ﾟ𠀀-𿿽🀀-🯿]' THEN ' ' || letter || ' ' ELSE letter END, '')
      FROM (SELECT letter FROM letters ORDER BY at, place)
    ) ELSE title END AS title,
    CASE WHEN octet_length(tags) > length(tags) AND tags GLOB '*[฀-໿က-႟ក-៿぀-ヿ㐀-䶿一-鿿가-힣豈-﫿ｦ-ﾟ𠀀-𿿽🀀-🯿]*' THEN (
      WITH RECURSIVE pieces(at, piece, rest) AS (
        SELECT 0, substr(tags, 1, 100), substr(tags, 101)
        UNION ALL SELECT at + 1, substr(rest, 1, 100), substr(rest, 101) FROM pieces WHERE rest <> ''
      ), letters(at, place, letter, rest) AS (
        SELECT at, 0, '', piece FROM pieces
        UNION ALL SELECT at, place + 1, substr(rest, 1, 1), substr(rest, 2) FROM letters WHERE rest <> ''
      )
      SELECT group_concat(CASE WHEN letter GLOB '[฀-໿က-႟ក-៿぀-ヿ㐀-䶿一-鿿가-힣豈-﫿ｦ-ﾟ𠀀-𿿽🀀-🯿]' THEN ' ' || letter || ' ' ELSE letter END, '')
      FROM (SELECT letter FROM letters ORDER BY at, place)
    ) ELSE tags END AS tags,
    skus,
    CASE WHEN octet_length(body) > length(body) AND body GLOB '*[฀-໿က-႟ក-៿぀-ヿ㐀-䶿一-鿿가-힣豈-﫿ｦ-ﾟ𠀀-𿿽🀀-🯿]*' THEN (
      WITH RECURSIVE pieces(at, piece, rest) AS (
        SELECT 0, substr(body, 1, 100), substr(body, 101)
        UNION ALL SELECT at + 1, substr(rest, 1, 100), substr(rest, 101) FROM pieces WHERE rest <> ''
      ), letters(at, place, letter, rest) AS (
        SELECT at, 0, '', piece FROM pieces
        UNION ALL SELECT at, place + 1, substr(rest, 1, 1), substr(rest, 2) FROM letters WHERE rest <> ''
      )
      SELECT group_concat(CASE WHEN letter GLOB '[฀-໿က-႟ក-៿぀-ヿ㐀-䶿一-鿿가-힣豈-﫿ｦ-ﾟ𠀀-𿿽🀀-🯿]' THEN ' ' || letter || ' ' ELSE letter END, '')
      FROM (SELECT letter FROM letters ORDER BY at, place)
    ) ELSE body END AS body
  FROM search_texts;
--> statement-breakpoint
-- Products that will be published: a job takes their documents above 0 then.
CREATE TABLE `search_scheduled` (
  `product` integer PRIMARY KEY REFERENCES `products`(`number`) ON DELETE CASCADE,
  `published_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `search_scheduled_by_date` ON `search_scheduled` (`published_at`);
--> statement-breakpoint
-- Made with the first such write after the product itself, so that an import does not index each product twice.
CREATE TRIGGER `search_product_update` AFTER UPDATE OF `updated_at` ON `products` BEGIN
  INSERT INTO search_documents(rowid, product_id, title, tags, skus, body)
    SELECT document, product_id, title, tags, skus, body FROM search_sources WHERE product_id = new.id
    ON CONFLICT DO UPDATE
      SET rowid = excluded.rowid,
        title = excluded.title, tags = excluded.tags, skus = excluded.skus, body = excluded.body
      WHERE (rowid, title, tags, skus, body)
        IS NOT (excluded.rowid, excluded.title, excluded.tags, excluded.skus, excluded.body);
  DELETE FROM search_scheduled WHERE product = new.number;
  INSERT INTO search_scheduled(product, published_at)
    SELECT new.number, new.published_at
    WHERE new.status = 'published' AND new.published_at > (unixepoch() + 2) * 1000;
END;
--> statement-breakpoint
CREATE TRIGGER `search_index_insert` AFTER INSERT ON `search_documents` BEGIN
  INSERT INTO search_index(rowid, title, tags, skus, body, block)
    VALUES (new.rowid, new.title, new.tags, new.skus, new.body, char(57344) || abs(new.rowid / 50000));
  INSERT INTO search_titles(rowid, title, block) VALUES (new.rowid, new.title, char(57344) || abs(new.rowid / 50000));
END;
--> statement-breakpoint
CREATE TRIGGER `search_index_delete` AFTER DELETE ON `search_documents` BEGIN
  INSERT INTO search_index(search_index, rowid, title, tags, skus, body, block)
    VALUES ('delete', old.rowid, old.title, old.tags, old.skus, old.body, char(57344) || abs(old.rowid / 50000));
  INSERT INTO search_titles(search_titles, rowid, title, block)
    VALUES ('delete', old.rowid, old.title, char(57344) || abs(old.rowid / 50000));
END;
--> statement-breakpoint
CREATE TRIGGER `search_index_update` AFTER UPDATE ON `search_documents`
WHEN (old.rowid, old.title, old.tags, old.skus, old.body) IS NOT (new.rowid, new.title, new.tags, new.skus, new.body) BEGIN
  INSERT INTO search_index(search_index, rowid, title, tags, skus, body, block)
    VALUES ('delete', old.rowid, old.title, old.tags, old.skus, old.body, char(57344) || abs(old.rowid / 50000));
  INSERT INTO search_index(rowid, title, tags, skus, body, block)
    VALUES (new.rowid, new.title, new.tags, new.skus, new.body, char(57344) || abs(new.rowid / 50000));
END;
--> statement-breakpoint
CREATE TRIGGER `search_titles_update` AFTER UPDATE ON `search_documents`
WHEN old.rowid <> new.rowid OR old.title <> new.title BEGIN
  INSERT INTO search_titles(search_titles, rowid, title, block)
    VALUES ('delete', old.rowid, old.title, char(57344) || abs(old.rowid / 50000));
  INSERT INTO search_titles(rowid, title, block) VALUES (new.rowid, new.title, char(57344) || abs(new.rowid / 50000));
END;
--> statement-breakpoint
-- The words of published products' titles and tags, to correct typing errors with: how many have each, and their trigrams. A word
-- stands between spaces there, so that its first and last letters are in trigrams of their own.
CREATE TABLE `search_words` (
  `id` integer PRIMARY KEY,
  `word` text NOT NULL UNIQUE,
  `count` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `search_words_unused` ON `search_words` (`count`) WHERE count <= 0;
--> statement-breakpoint
CREATE VIRTUAL TABLE `search_word_trigrams` USING fts5(
  word,
  content='', contentless_delete=1, detail='none', columnsize=1, tokenize='trigram remove_diacritics 1'
);
--> statement-breakpoint
CREATE TRIGGER `search_words_insert` AFTER INSERT ON `search_words` BEGIN
  INSERT INTO search_word_trigrams(rowid, word) VALUES (new.id, ' ' || new.word || ' ');
END;
--> statement-breakpoint
CREATE TRIGGER `search_words_delete` AFTER DELETE ON `search_words` BEGIN
  DELETE FROM search_word_trigrams WHERE rowid = old.id;
END;
--> statement-breakpoint
-- A text's words as a JSON array: signs become spaces, and spaces the ends of strings. In three steps, as SQLite reads no
-- deeper than a hundred; in SQL, so that the words are in step whoever writes.
CREATE VIEW `search_document_words` AS
  SELECT d.document, w.value AS word FROM (
    SELECT document,
        replace(replace(replace(replace(replace(replace(replace(replace(replace(
        replace(replace(replace(replace(replace(replace(replace(replace(replace(text
        , '+', ' '), '*', ' '), '#', ' '), '%', ' '), '=', ' '), '-', ' '), '_', ' '), '~', ' ')
        , '@', ' '), '–', ' '), '—', ' '), '…', ' '), '·', ' '), '•', ' '), '°', ' '), '™', ' ')
        , '®', ' '), '©', ' ') AS text FROM (
      SELECT document,
        replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
        replace(replace(replace(replace(replace(replace(replace(replace(replace(text
        , ',', ' '), ';', ' '), ':', ' '), '!', ' '), '?', ' '), '¡', ' '), '¿', ' '), '(', ' ')
        , ')', ' '), '[', ' '), ']', ' '), '{', ' '), '}', ' '), '<', ' '), '>', ' '), '/', ' ')
        , '\', ' '), '|', ' '), '&', ' ') AS text FROM (
        SELECT rowid AS document,
        replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
        replace(replace(replace(replace(replace(replace(replace(replace(replace(lower(title || ' ' || tags)
        , char(9), ' '), char(10), ' '), char(13), ' '), char(160), ' '), '"', ' '), '''', ' ')
        , '`', ' '), '´', ' '), '‘', ' '), '’', ' '), '“', ' '), '”', ' '), '„', ' '), '‚', ' ')
        , '«', ' '), '»', ' '), '‹', ' '), '›', ' '), '.', ' ') AS text FROM search_documents WHERE rowid > 0
      )
    )
  ) d, json_each('[' || replace(json_quote(d.text), ' ', '","') || ']') w
  WHERE length(w.value) BETWEEN 3 AND 40 AND w.value NOT GLOB '*[0-9]*';
--> statement-breakpoint
CREATE TRIGGER `search_words_of_new` AFTER INSERT ON `search_documents` BEGIN
  INSERT INTO search_words(word, count)
    SELECT DISTINCT word, 1 FROM search_document_words WHERE document = new.rowid
    ON CONFLICT(word) DO UPDATE SET count = count + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `search_words_of_deleted` BEFORE DELETE ON `search_documents` BEGIN
  UPDATE search_words SET count = count - 1
    WHERE word IN (SELECT word FROM search_document_words WHERE document = old.rowid);
  DELETE FROM search_words WHERE count <= 0;
END;
--> statement-breakpoint
CREATE TRIGGER `search_words_before_update` BEFORE UPDATE ON `search_documents`
WHEN old.rowid <> new.rowid OR old.title <> new.title OR old.tags <> new.tags BEGIN
  UPDATE search_words SET count = count - 1
    WHERE word IN (SELECT word FROM search_document_words WHERE document = old.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `search_words_after_update` AFTER UPDATE ON `search_documents`
WHEN old.rowid <> new.rowid OR old.title <> new.title OR old.tags <> new.tags BEGIN
  INSERT INTO search_words(word, count)
    SELECT DISTINCT word, 1 FROM search_document_words WHERE document = new.rowid
    ON CONFLICT(word) DO UPDATE SET count = count + 1;
  DELETE FROM search_words WHERE count <= 0;
END;
