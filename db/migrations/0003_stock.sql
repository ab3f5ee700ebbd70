-- The ledger is the one way to change stock: what is written there moves the levels, so that its sums are the levels.
CREATE TRIGGER `stock_movement` AFTER INSERT ON `stock_movements` WHEN new.kind <> 'opening' BEGIN
  INSERT INTO location_levels(variant_id, location_id) VALUES (new.variant_id, new.location_id) ON CONFLICT DO NOTHING;
  UPDATE location_levels SET on_hand = on_hand + new.on_hand_delta, reserved = reserved + new.reserved_delta
    WHERE variant_id = new.variant_id AND location_id = new.location_id;
  UPDATE stock_levels SET on_hand = on_hand + new.on_hand_delta, reserved = reserved + new.reserved_delta
    WHERE variant_id = new.variant_id;
  -- Told once each time that it falls to its threshold, with all others that do within ten minutes.
  INSERT INTO outbox(topic, subject_id, payload, created_at, available_at)
    SELECT 'stock.low', 'stock', json_object('variantId', variant_id), new.moved_at, new.moved_at + 600000
    FROM stock_levels
    WHERE variant_id = new.variant_id AND policy <> 'untracked' AND on_hand - reserved <= low_stock_threshold
      AND on_hand - new.on_hand_delta - (reserved - new.reserved_delta) > low_stock_threshold;
END;
--> statement-breakpoint
-- What of it an order holds.
CREATE TRIGGER `stock_movement_of_order` AFTER INSERT ON `stock_movements`
WHEN new.order_id IS NOT NULL AND new.reserved_delta <> 0 BEGIN
  INSERT INTO stock_reservations(order_id, variant_id, location_id, quantity)
    VALUES (new.order_id, new.variant_id, new.location_id, 0) ON CONFLICT DO NOTHING;
  UPDATE stock_reservations SET quantity = quantity + new.reserved_delta
    WHERE order_id = new.order_id AND variant_id = new.variant_id AND location_id = new.location_id;
END;
--> statement-breakpoint
-- What a new variant comes with is at the default location, and the ledger begins with it.
CREATE TRIGGER `stock_opening` AFTER INSERT ON `stock_levels` WHEN new.on_hand <> 0 BEGIN
  INSERT INTO location_levels(variant_id, location_id, on_hand)
    SELECT new.variant_id, id, new.on_hand FROM locations WHERE is_default = 1;
  INSERT INTO stock_movements(variant_id, location_id, kind, on_hand_delta, reserved_delta, moved_at)
    SELECT new.variant_id, id, 'opening', new.on_hand, 0, CAST(unixepoch('subsec') * 1000 AS INTEGER)
    FROM locations WHERE is_default = 1;
END;
--> statement-breakpoint
-- As `stock_levels_not_oversold`, for each location: one that has none left sells none of another's.
CREATE TRIGGER `location_levels_oversold` AFTER UPDATE ON `location_levels`
WHEN new.reserved > new.on_hand
  AND (SELECT policy FROM stock_levels WHERE variant_id = new.variant_id) = 'deny' BEGIN
  SELECT RAISE(ABORT, 'CHECK constraint failed: location_levels_not_oversold');
END;
--> statement-breakpoint
-- Nor does any begin to deny what one of them owes.
CREATE TRIGGER `stock_levels_policy` AFTER UPDATE OF `policy` ON `stock_levels`
WHEN new.policy = 'deny'
  AND EXISTS (SELECT 1 FROM location_levels WHERE variant_id = new.variant_id AND reserved > on_hand) BEGIN
  SELECT RAISE(ABORT, 'CHECK constraint failed: location_levels_not_oversold');
END;
