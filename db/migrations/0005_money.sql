-- The ledger is the one way to change what a payment has: what is written there moves its amounts, so that its sums are theirs.
CREATE TRIGGER `money_movement` AFTER INSERT ON `money_movements`
WHEN new.payment_id IS NOT NULL AND 'fees' NOT IN (new.debit, new.credit) BEGIN
  UPDATE payments SET
    authorized_amount = authorized_amount
      + CASE new.kind WHEN 'authorized' THEN new.amount WHEN 'released' THEN -new.amount ELSE 0 END,
    captured_amount = captured_amount + iif(new.kind IN ('captured', 'exchanged_in'), new.amount, 0),
    refunded_amount = refunded_amount + CASE
      WHEN new.kind IN ('refunded', 'exchanged_out', 'dispute_lost') THEN new.amount
      WHEN new.kind = 'refund_failed' THEN -new.amount ELSE 0 END,
    disputed_amount = disputed_amount + CASE
      WHEN new.kind = 'disputed' THEN new.amount
      WHEN new.kind IN ('dispute_won', 'dispute_lost') THEN -new.amount ELSE 0 END,
    updated_at = new.moved_at
    WHERE id = new.payment_id;
  -- The race for the last of it ends here. What its provider gave (a refund with a reference) went, whatever else did.
  SELECT RAISE(ABORT, 'CHECK constraint failed: payments_refunded_within_captured')
    FROM payments
    WHERE id = new.payment_id AND new.kind IN ('refunded', 'exchanged_out')
      AND refunded_amount + disputed_amount > captured_amount
      AND NOT EXISTS (SELECT 1 FROM refunds r WHERE r.id = new.source_id AND r.reference IS NOT NULL);
END;
--> statement-breakpoint
CREATE TRIGGER `money_movement_of_day` AFTER INSERT ON `money_movements` BEGIN
  INSERT INTO money_days(day, provider, currency, kind, count, amount)
    VALUES (date(new.moved_at / 1000, 'unixepoch'), new.provider, new.currency, new.kind, 1, new.amount)
    ON CONFLICT DO UPDATE SET count = count + 1, amount = amount + excluded.amount;
END;
--> statement-breakpoint
-- What is held for a payment is let go once it is authorized no more, whether it is taken or not wanted.
CREATE TRIGGER `money_let_go` AFTER UPDATE OF `status` ON `payments`
WHEN new.status <> 'authorized' AND new.authorized_amount > 0 BEGIN
  INSERT INTO money_movements(provider, payment_id, kind, debit, credit, amount, currency, moved_at)
    VALUES (new.provider, new.id, 'released', 'buyer', 'held', new.authorized_amount, new.currency, new.updated_at);
END;
--> statement-breakpoint
CREATE TRIGGER `money_movements_stay` BEFORE UPDATE ON `money_movements` BEGIN
  SELECT RAISE(ABORT, 'CHECK constraint failed: money_movements_stay');
END;
--> statement-breakpoint
CREATE TRIGGER `money_movements_are_kept` BEFORE DELETE ON `money_movements` BEGIN
  SELECT RAISE(ABORT, 'CHECK constraint failed: money_movements_are_kept');
END;
