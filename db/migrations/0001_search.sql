-- Full-text search over products. `search_documents` holds the text, `search_index` the FTS5 index over it;
-- the triggers keep both in step with the catalogue, whoever writes to it.
CREATE VIRTUAL TABLE `search_index` USING fts5(
  title, tags, skus, body,
  content='search_documents', content_rowid='rowid',
  tokenize='unicode61 remove_diacritics 2', prefix='2 3'
);
--> statement-breakpoint
CREATE TRIGGER `search_index_insert` AFTER INSERT ON `search_documents` BEGIN
  INSERT INTO search_index(rowid, title, tags, skus, body)
    VALUES (new.rowid, new.title, new.tags, new.skus, new.body);
END;
--> statement-breakpoint
CREATE TRIGGER `search_index_delete` AFTER DELETE ON `search_documents` BEGIN
  INSERT INTO search_index(search_index, rowid, title, tags, skus, body)
    VALUES ('delete', old.rowid, old.title, old.tags, old.skus, old.body);
END;
--> statement-breakpoint
CREATE TRIGGER `search_index_update` AFTER UPDATE ON `search_documents` BEGIN
  INSERT INTO search_index(search_index, rowid, title, tags, skus, body)
    VALUES ('delete', old.rowid, old.title, old.tags, old.skus, old.body);
  INSERT INTO search_index(rowid, title, tags, skus, body)
    VALUES (new.rowid, new.title, new.tags, new.skus, new.body);
END;
--> statement-breakpoint
CREATE TRIGGER `search_product_insert` AFTER INSERT ON `products` BEGIN
  INSERT INTO search_documents(product_id, title, body) VALUES (new.id, new.title, new.description_text);
END;
--> statement-breakpoint
CREATE TRIGGER `search_product_update` AFTER UPDATE OF `title`, `description_text` ON `products`
WHEN old.title <> new.title OR old.description_text <> new.description_text BEGIN
  UPDATE search_documents SET title = new.title, body = new.description_text WHERE product_id = new.id;
END;
--> statement-breakpoint
CREATE TRIGGER `search_tag_insert` AFTER INSERT ON `product_tags` BEGIN
  UPDATE search_documents
    SET tags = (SELECT group_concat(tag, ' ') FROM product_tags WHERE product_id = new.product_id)
    WHERE product_id = new.product_id;
END;
--> statement-breakpoint
CREATE TRIGGER `search_tag_delete` AFTER DELETE ON `product_tags` BEGIN
  UPDATE search_documents
    SET tags = coalesce((SELECT group_concat(tag, ' ') FROM product_tags WHERE product_id = old.product_id), '')
    WHERE product_id = old.product_id;
END;
--> statement-breakpoint
CREATE TRIGGER `search_variant_insert` AFTER INSERT ON `variants` WHEN new.sku IS NOT NULL BEGIN
  UPDATE search_documents
    SET skus = (SELECT group_concat(sku, ' ') FROM variants WHERE product_id = new.product_id)
    WHERE product_id = new.product_id;
END;
--> statement-breakpoint
CREATE TRIGGER `search_variant_update` AFTER UPDATE OF `sku` ON `variants` WHEN old.sku IS NOT new.sku BEGIN
  UPDATE search_documents
    SET skus = coalesce((SELECT group_concat(sku, ' ') FROM variants WHERE product_id = new.product_id), '')
    WHERE product_id = new.product_id;
END;
--> statement-breakpoint
CREATE TRIGGER `search_variant_delete` AFTER DELETE ON `variants` WHEN old.sku IS NOT NULL BEGIN
  UPDATE search_documents
    SET skus = coalesce((SELECT group_concat(sku, ' ') FROM variants WHERE product_id = old.product_id), '')
    WHERE product_id = old.product_id;
END;
