-- An invoice stays what it was when it was issued: all that may still come is its file, once.
CREATE TRIGGER `invoices_stay` BEFORE UPDATE ON `invoices`
WHEN old.file IS NOT NULL OR new.series <> old.series OR new.number <> old.number OR new.order_id <> old.order_id
  OR new.paper <> old.paper OR new.issued_at <> old.issued_at BEGIN
  SELECT RAISE(ABORT, 'CHECK constraint failed: invoices_stay');
END;
--> statement-breakpoint
CREATE TRIGGER `invoices_are_kept` BEFORE DELETE ON `invoices` BEGIN
  SELECT RAISE(ABORT, 'CHECK constraint failed: invoices_are_kept');
END;
