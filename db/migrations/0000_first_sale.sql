CREATE TABLE `api_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`hash` text NOT NULL,
	`start` text NOT NULL,
	`scopes` text NOT NULL,
	`created_by` text,
	`created_at` integer NOT NULL,
	`last_used_at` integer,
	`expires_at` integer,
	`revoked_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_hash` ON `api_keys` (`hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_one_of_a_name` ON `api_keys` (`created_by`,`name`) WHERE revoked_at is null;--> statement-breakpoint
CREATE TABLE `attributes` (
	`key` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`type` text NOT NULL,
	`choices` text,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	CONSTRAINT "attributes_type_known" CHECK("attributes"."type" in ('text', 'number', 'boolean', 'choice')),
	CONSTRAINT "attributes_choices_of_a_choice" CHECK(("attributes"."type" = 'choice') = ("attributes"."choices" is not null))
);
--> statement-breakpoint
CREATE TABLE `audit_events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`type` text NOT NULL,
	`actor_id` text,
	`subject_id` text,
	`details` text,
	`address` text,
	`device` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_events_of_subject` ON `audit_events` (`subject_id`,`id`);--> statement-breakpoint
CREATE INDEX `audit_events_by_actor` ON `audit_events` (`actor_id`,`id`);--> statement-breakpoint
CREATE TABLE `cart_coupons` (
	`cart_id` text NOT NULL,
	`code` text NOT NULL,
	`added_at` integer NOT NULL,
	PRIMARY KEY(`cart_id`, `code`),
	FOREIGN KEY (`cart_id`) REFERENCES `carts`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`code`) REFERENCES `promotion_codes`(`code`) ON UPDATE no action ON DELETE cascade
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `cart_coupons_by_code` ON `cart_coupons` (`code`);--> statement-breakpoint
CREATE TABLE `cart_lines` (
	`id` text PRIMARY KEY NOT NULL,
	`cart_id` text NOT NULL,
	`variant_id` text NOT NULL,
	`quantity` integer NOT NULL,
	`attributes` text DEFAULT '{}' NOT NULL,
	`seen_unit_amount` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`cart_id`) REFERENCES `carts`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`variant_id`) REFERENCES `variants`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "cart_lines_quantity_positive" CHECK("cart_lines"."quantity" > 0),
	CONSTRAINT "cart_lines_amount_not_negative" CHECK("cart_lines"."seen_unit_amount" >= 0)
);
--> statement-breakpoint
CREATE INDEX `cart_lines_by_variant` ON `cart_lines` (`variant_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `cart_lines_equal_ones_join` ON `cart_lines` (`cart_id`,`variant_id`,`attributes`);--> statement-breakpoint
CREATE TABLE `carts` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`customer_id` text,
	`status` text DEFAULT 'open' NOT NULL,
	`market` text NOT NULL,
	`currency` text NOT NULL,
	`email` text,
	`guest_key` text,
	`shipping_address` text,
	`billing_address` text,
	`shipping_option_id` text,
	`vat_id` text,
	`merge` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`customer_id`) REFERENCES `customers`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`market`) REFERENCES `markets`(`code`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`shipping_option_id`) REFERENCES `shipping_options`(`id`) ON UPDATE no action ON DELETE set null,
	CONSTRAINT "carts_status_known" CHECK("carts"."status" in ('open', 'ordered', 'merged')),
	CONSTRAINT "carts_merged_say_where" CHECK(("carts"."status" = 'merged') = ("carts"."merge" is not null))
);
--> statement-breakpoint
CREATE INDEX `carts_of_customer` ON `carts` (`customer_id`);--> statement-breakpoint
CREATE INDEX `carts_idle` ON `carts` (`updated_at`) WHERE status <> 'ordered';--> statement-breakpoint
CREATE TABLE `catalogue_changes` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`product_id` text
);
--> statement-breakpoint
CREATE TABLE `categories` (
	`id` text PRIMARY KEY NOT NULL,
	`parent_id` text,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`seo_title` text,
	`seo_description` text,
	`position` integer DEFAULT 0 NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`parent_id`) REFERENCES `categories`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "categories_not_own_parent" CHECK("categories"."parent_id" is null or "categories"."parent_id" <> "categories"."id")
);
--> statement-breakpoint
CREATE UNIQUE INDEX `categories_slug_unique` ON `categories` (`slug`);--> statement-breakpoint
CREATE INDEX `categories_by_parent` ON `categories` (`parent_id`,`position`);--> statement-breakpoint
CREATE TABLE `category_slugs` (
	`slug` text PRIMARY KEY NOT NULL,
	`category_id` text NOT NULL,
	`locale` text DEFAULT '' NOT NULL,
	`is_current` integer NOT NULL,
	FOREIGN KEY (`category_id`) REFERENCES `categories`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `category_slugs_one_current` ON `category_slugs` (`category_id`,`locale`) WHERE is_current = 1;--> statement-breakpoint
CREATE TABLE `category_translations` (
	`category_id` text NOT NULL,
	`locale` text NOT NULL,
	`name` text,
	`description` text,
	`seo_title` text,
	`seo_description` text,
	PRIMARY KEY(`category_id`, `locale`),
	FOREIGN KEY (`category_id`) REFERENCES `categories`(`id`) ON UPDATE no action ON DELETE cascade
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `customer_addresses` (
	`id` text PRIMARY KEY NOT NULL,
	`customer_id` text NOT NULL,
	`label` text,
	`address` text NOT NULL,
	`is_default` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`customer_id`) REFERENCES `customers`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `customer_addresses_of_customer` ON `customer_addresses` (`customer_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `customer_addresses_one_default` ON `customer_addresses` (`customer_id`) WHERE is_default = 1;--> statement-breakpoint
CREATE TABLE `customers` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`password_hash` text,
	`email_verified_at` integer,
	`status` text NOT NULL,
	`first_name` text,
	`last_name` text,
	`phone` text,
	`tax_exempt` integer DEFAULT false NOT NULL,
	`groups` text DEFAULT '[]' NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	CONSTRAINT "customers_status_known" CHECK("customers"."status" in ('active', 'blocked')),
	CONSTRAINT "customers_email_normalized" CHECK("customers"."email" = lower(trim("customers"."email")))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `customers_email_unique` ON `customers` (`email`);--> statement-breakpoint
CREATE TABLE `disputes` (
	`id` text PRIMARY KEY NOT NULL,
	`payment_id` text NOT NULL,
	`reference` text NOT NULL,
	`status` text NOT NULL,
	`amount` integer NOT NULL,
	`reason` text NOT NULL,
	`due_by` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`payment_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "disputes_status_known" CHECK("disputes"."status" in ('open', 'won', 'lost')),
	CONSTRAINT "disputes_amount_not_negative" CHECK("disputes"."amount" >= 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `disputes_by_reference` ON `disputes` (`reference`,`payment_id`);--> statement-breakpoint
CREATE INDEX `disputes_of_payment` ON `disputes` (`payment_id`);--> statement-breakpoint
CREATE INDEX `disputes_by_status` ON `disputes` (`status`,`id`);--> statement-breakpoint
CREATE TABLE `fulfillment_lines` (
	`fulfillment_id` text NOT NULL,
	`order_line_id` text NOT NULL,
	`quantity` integer NOT NULL,
	PRIMARY KEY(`fulfillment_id`, `order_line_id`),
	FOREIGN KEY (`fulfillment_id`) REFERENCES `fulfillments`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`order_line_id`) REFERENCES `order_lines`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "fulfillment_lines_quantity_positive" CHECK("fulfillment_lines"."quantity" > 0)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `fulfillment_lines_of_line` ON `fulfillment_lines` (`order_line_id`);--> statement-breakpoint
CREATE TABLE `fulfillments` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`location_id` text,
	`status` text NOT NULL,
	`carrier` text,
	`tracking_number` text,
	`tracking_url` text,
	`shipped_at` integer,
	`delivered_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`location_id`) REFERENCES `locations`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "fulfillments_status_known" CHECK("fulfillments"."status" in ('pending', 'shipped', 'delivered', 'canceled'))
);
--> statement-breakpoint
CREATE INDEX `fulfillments_of_order` ON `fulfillments` (`order_id`,`id`);--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`scope` text NOT NULL,
	`key` text NOT NULL,
	`fingerprint` text NOT NULL,
	`answer` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`scope`, `key`)
);
--> statement-breakpoint
CREATE INDEX `idempotency_keys_oldest` ON `idempotency_keys` (`created_at`);--> statement-breakpoint
CREATE TABLE `identities` (
	`issuer` text NOT NULL,
	`subject` text NOT NULL,
	`provider` text NOT NULL,
	`customer_id` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`issuer`, `subject`),
	FOREIGN KEY (`customer_id`) REFERENCES `customers`(`id`) ON UPDATE no action ON DELETE cascade
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `identities_of_customer` ON `identities` (`customer_id`);--> statement-breakpoint
CREATE TABLE `invitations` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`role` text NOT NULL,
	`invited_by` text,
	`token_hash` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`role`) REFERENCES `roles`(`name`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "invitations_email_normalized" CHECK("invitations"."email" = lower(trim("invitations"."email")))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invitations_email_unique` ON `invitations` (`email`);--> statement-breakpoint
CREATE UNIQUE INDEX `invitations_token_hash_unique` ON `invitations` (`token_hash`);--> statement-breakpoint
CREATE INDEX `invitations_by_role` ON `invitations` (`role`);--> statement-breakpoint
CREATE TABLE `invoice_series` (
	`series` text PRIMARY KEY NOT NULL,
	`last` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `invoices` (
	`series` text NOT NULL,
	`number` integer NOT NULL,
	`order_id` text NOT NULL,
	`paper` text NOT NULL,
	`file` blob,
	`issued_at` integer NOT NULL,
	PRIMARY KEY(`series`, `number`),
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invoices_order_id_unique` ON `invoices` (`order_id`);--> statement-breakpoint
CREATE TABLE `location_levels` (
	`variant_id` text NOT NULL,
	`location_id` text NOT NULL,
	`on_hand` integer DEFAULT 0 NOT NULL,
	`reserved` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`variant_id`, `location_id`),
	FOREIGN KEY (`variant_id`) REFERENCES `variants`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`location_id`) REFERENCES `locations`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "location_levels_not_negative" CHECK("location_levels"."on_hand" >= 0 and "location_levels"."reserved" >= 0)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `location_levels_of_location` ON `location_levels` (`location_id`,`variant_id`);--> statement-breakpoint
CREATE TABLE `locations` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`address` text,
	`countries` text,
	`priority` integer DEFAULT 0 NOT NULL,
	`status` text DEFAULT 'active' NOT NULL,
	`is_default` integer DEFAULT false NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	CONSTRAINT "locations_status_known" CHECK("locations"."status" in ('active', 'archived'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `locations_one_default` ON `locations` (`is_default`) WHERE is_default = 1;--> statement-breakpoint
CREATE TABLE `mail_tokens` (
	`hash` text PRIMARY KEY NOT NULL,
	`customer_id` text NOT NULL,
	`purpose` text NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`customer_id`) REFERENCES `customers`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "mail_tokens_purpose_known" CHECK("mail_tokens"."purpose" in ('verify-email', 'reset-password'))
);
--> statement-breakpoint
CREATE INDEX `mail_tokens_of_customer` ON `mail_tokens` (`customer_id`,`purpose`);--> statement-breakpoint
CREATE INDEX `mail_tokens_expiring` ON `mail_tokens` (`expires_at`);--> statement-breakpoint
CREATE TABLE `markets` (
	`code` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`currency` text NOT NULL,
	`locale` text DEFAULT 'en' NOT NULL,
	`countries` text,
	`prices_include_tax` integer DEFAULT true NOT NULL,
	`tax_country` text,
	`tax_rounding` text DEFAULT 'line' NOT NULL,
	`rounding` text DEFAULT 'half_up' NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`is_default` integer DEFAULT false NOT NULL,
	CONSTRAINT "markets_currency_is_iso_4217" CHECK("markets"."currency" glob '[A-Z][A-Z][A-Z]'),
	CONSTRAINT "markets_tax_rounding_known" CHECK("markets"."tax_rounding" in ('line', 'order')),
	CONSTRAINT "markets_rounding_known" CHECK("markets"."rounding" in ('half_up', 'half_even'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `markets_one_default` ON `markets` (`is_default`) WHERE is_default = 1;--> statement-breakpoint
CREATE TABLE `mfa_challenges` (
	`hash` text PRIMARY KEY NOT NULL,
	`customer_id` text NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`customer_id`) REFERENCES `second_factors`(`customer_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `mfa_challenges_of_customer` ON `mfa_challenges` (`customer_id`);--> statement-breakpoint
CREATE INDEX `mfa_challenges_expiring` ON `mfa_challenges` (`expires_at`);--> statement-breakpoint
CREATE TABLE `money_days` (
	`day` text NOT NULL,
	`provider` text NOT NULL,
	`currency` text NOT NULL,
	`kind` text NOT NULL,
	`count` integer NOT NULL,
	`amount` integer NOT NULL,
	PRIMARY KEY(`day`, `provider`, `currency`, `kind`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `money_movements` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`provider` text NOT NULL,
	`payment_id` text,
	`kind` text NOT NULL,
	`debit` text NOT NULL,
	`credit` text NOT NULL,
	`amount` integer NOT NULL,
	`currency` text NOT NULL,
	`source_id` text,
	`moved_at` integer NOT NULL,
	FOREIGN KEY (`payment_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "money_movements_provider_known" CHECK("money_movements"."provider" in ('manual', 'stripe')),
	CONSTRAINT "money_movements_between_accounts_of_kind" CHECK("money_movements"."kind" || ' ' || "money_movements"."debit" || ' ' || "money_movements"."credit" in ('authorized held buyer', 'released buyer held', 'captured provider buyer', 'refunded buyer provider', 'refund_failed provider buyer', 'disputed disputed provider', 'dispute_won provider disputed', 'dispute_lost buyer disputed', 'exchanged_out buyer exchange', 'exchanged_in exchange buyer', 'fee_charged fees provider', 'fee_returned provider fees', 'paid_out bank provider', 'paid_in provider bank')),
	CONSTRAINT "money_movements_amount_positive" CHECK("money_movements"."amount" > 0),
	CONSTRAINT "money_movements_of_payment_or_payout" CHECK(("money_movements"."payment_id" is null) = ("money_movements"."kind" in ('paid_out', 'paid_in')))
);
--> statement-breakpoint
CREATE INDEX `money_movements_of_payment` ON `money_movements` (`payment_id`,`id`) WHERE payment_id is not null;--> statement-breakpoint
CREATE INDEX `money_movements_by_time` ON `money_movements` (`moved_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `money_movements_once` ON `money_movements` (`provider`,`kind`,`source_id`) WHERE kind in ('fee_charged', 'fee_returned', 'paid_out', 'paid_in');--> statement-breakpoint
CREATE TABLE `order_events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`order_id` text NOT NULL,
	`type` text NOT NULL,
	`details` text NOT NULL,
	`audience` text NOT NULL,
	`actor_id` text,
	`happened_at` integer NOT NULL,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "order_events_audience_known" CHECK("order_events"."audience" in ('customer', 'staff'))
);
--> statement-breakpoint
CREATE INDEX `order_events_of_order` ON `order_events` (`order_id`,`id`);--> statement-breakpoint
CREATE TABLE `order_lines` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`variant_id` text NOT NULL,
	`position` integer NOT NULL,
	`sku` text,
	`product_title` text NOT NULL,
	`product_slug` text NOT NULL,
	`variant_title` text NOT NULL,
	`image` text,
	`quantity` integer NOT NULL,
	`fulfilled_quantity` integer DEFAULT 0 NOT NULL,
	`canceled_quantity` integer DEFAULT 0 NOT NULL,
	`returning_quantity` integer DEFAULT 0 NOT NULL,
	`returned_quantity` integer DEFAULT 0 NOT NULL,
	`refunded_quantity` integer DEFAULT 0 NOT NULL,
	`attributes` text NOT NULL,
	`requires_shipping` integer NOT NULL,
	`unit_amount` integer NOT NULL,
	`subtotal_amount` integer NOT NULL,
	`discount_amount` integer NOT NULL,
	`adjustments` text NOT NULL,
	`tax_amount` integer NOT NULL,
	`taxes` text NOT NULL,
	`total_amount` integer NOT NULL,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`variant_id`) REFERENCES `variants`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "order_lines_quantity_positive" CHECK("order_lines"."quantity" > 0),
	CONSTRAINT "order_lines_units_within_quantity" CHECK(min("order_lines"."fulfilled_quantity", "order_lines"."canceled_quantity") >= 0 and "order_lines"."fulfilled_quantity" + "order_lines"."canceled_quantity" <= "order_lines"."quantity"),
	CONSTRAINT "order_lines_returned_within_fulfilled" CHECK(min("order_lines"."returning_quantity", "order_lines"."returned_quantity") >= 0 and "order_lines"."returning_quantity" + "order_lines"."returned_quantity" <= "order_lines"."fulfilled_quantity"),
	CONSTRAINT "order_lines_credited_within_fulfilled" CHECK("order_lines"."refunded_quantity" >= 0 and "order_lines"."returned_quantity" + "order_lines"."refunded_quantity" <= "order_lines"."fulfilled_quantity"),
	CONSTRAINT "order_lines_subtotal_is_its_units" CHECK("order_lines"."subtotal_amount" = "order_lines"."unit_amount" * "order_lines"."quantity"),
	CONSTRAINT "order_lines_total_is_its_parts" CHECK("order_lines"."total_amount" - "order_lines"."subtotal_amount" + "order_lines"."discount_amount" in (0, "order_lines"."tax_amount")),
	CONSTRAINT "order_lines_discount_within_subtotal" CHECK("order_lines"."discount_amount" between 0 and "order_lines"."subtotal_amount")
);
--> statement-breakpoint
CREATE UNIQUE INDEX `order_lines_in_order` ON `order_lines` (`order_id`,`position`);--> statement-breakpoint
CREATE INDEX `order_lines_by_variant` ON `order_lines` (`variant_id`);--> statement-breakpoint
CREATE TABLE `orders` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`cart_id` text,
	`customer_id` text,
	`status` text NOT NULL,
	`payment_status` text NOT NULL,
	`fulfillment_status` text NOT NULL,
	`market` text NOT NULL,
	`currency` text NOT NULL,
	`email` text NOT NULL,
	`access_token` text NOT NULL,
	`shipping_address` text,
	`billing_address` text,
	`shipping_option_id` text,
	`shipping_name` text,
	`subtotal_amount` integer NOT NULL,
	`discount_amount` integer NOT NULL,
	`shipping_amount` integer NOT NULL,
	`shipping_discount_amount` integer NOT NULL,
	`shipping_adjustments` text NOT NULL,
	`shipping_taxes` text NOT NULL,
	`tax_amount` integer NOT NULL,
	`tax_included` integer NOT NULL,
	`tax_relief` text,
	`vat_id` text,
	`total_amount` integer NOT NULL,
	`credited_amount` integer DEFAULT 0 NOT NULL,
	`expires_at` integer,
	`replaces_id` text,
	`version` integer DEFAULT 1 NOT NULL,
	`placed_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`cart_id`) REFERENCES `carts`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`customer_id`) REFERENCES `customers`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`market`) REFERENCES `markets`(`code`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`replaces_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "orders_status_known" CHECK("orders"."status" in ('pending', 'confirmed', 'completed', 'canceled', 'expired')),
	CONSTRAINT "orders_of_cart_or_return" CHECK(("orders"."cart_id" is null) = ("orders"."replaces_id" is not null) or "orders"."status" = 'canceled'),
	CONSTRAINT "orders_payment_status_known" CHECK("orders"."payment_status" in ('pending', 'authorized', 'partially_paid', 'paid', 'partially_refunded', 'refunded', 'canceled')),
	CONSTRAINT "orders_fulfillment_status_known" CHECK("orders"."fulfillment_status" in ('unfulfilled', 'partially_fulfilled', 'fulfilled', 'shipped', 'delivered', 'canceled')),
	CONSTRAINT "orders_total_is_its_parts" CHECK("orders"."total_amount" = "orders"."subtotal_amount" - "orders"."discount_amount" + "orders"."shipping_amount" + iif("orders"."tax_included", 0, "orders"."tax_amount")),
	CONSTRAINT "orders_tax_relief_known" CHECK("orders"."tax_relief" is null or "orders"."tax_relief" in ('exempt', 'reverse_charge')),
	CONSTRAINT "orders_credited_within_total" CHECK("orders"."credited_amount" between 0 and "orders"."total_amount"),
	CONSTRAINT "orders_wait_while_pending" CHECK(("orders"."status" = 'pending') = ("orders"."expires_at" is not null)),
	CONSTRAINT "orders_total_not_negative" CHECK("orders"."total_amount" >= 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `orders_number_unique` ON `orders` (`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `orders_cart_id_unique` ON `orders` (`cart_id`);--> statement-breakpoint
CREATE INDEX `orders_expiring` ON `orders` (`expires_at`,`id`) WHERE expires_at is not null;--> statement-breakpoint
CREATE INDEX `orders_replacing` ON `orders` (`replaces_id`) WHERE replaces_id is not null;--> statement-breakpoint
CREATE INDEX `orders_newest` ON `orders` (`placed_at`,`id`);--> statement-breakpoint
CREATE INDEX `orders_by_status` ON `orders` (`status`,`placed_at`,`id`);--> statement-breakpoint
CREATE INDEX `orders_by_payment` ON `orders` (`payment_status`,`placed_at`,`id`);--> statement-breakpoint
CREATE INDEX `orders_by_fulfillment` ON `orders` (`fulfillment_status`,`placed_at`,`id`);--> statement-breakpoint
CREATE INDEX `orders_of_email` ON `orders` (lower(email));--> statement-breakpoint
CREATE INDEX `orders_of_customer` ON `orders` (`customer_id`,`placed_at`,`id`);--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`topic` text NOT NULL,
	`subject_id` text NOT NULL,
	`payload` text NOT NULL,
	`created_at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`available_at` integer NOT NULL,
	`dead_at` integer,
	`last_error` text
);
--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`available_at`,`id`) WHERE dead_at is null;--> statement-breakpoint
CREATE INDEX `outbox_dead` ON `outbox` (`id`) WHERE dead_at is not null;--> statement-breakpoint
CREATE INDEX `outbox_by_subject` ON `outbox` (`subject_id`,`id`) WHERE dead_at is null;--> statement-breakpoint
CREATE TABLE `payment_notices` (
	`provider` text NOT NULL,
	`id` text NOT NULL,
	`type` text NOT NULL,
	`reference` text,
	`attempt_id` text,
	`received_at` integer NOT NULL,
	PRIMARY KEY(`provider`, `id`),
	CONSTRAINT "payment_notices_provider_known" CHECK("payment_notices"."provider" in ('manual', 'stripe'))
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `payment_notices_oldest` ON `payment_notices` (`received_at`);--> statement-breakpoint
CREATE TABLE `payments` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`provider` text NOT NULL,
	`method` text NOT NULL,
	`origin_id` text,
	`status` text NOT NULL,
	`amount` integer NOT NULL,
	`capture` text DEFAULT 'automatic' NOT NULL,
	`reference` text,
	`authorized_amount` integer DEFAULT 0 NOT NULL,
	`captured_amount` integer DEFAULT 0 NOT NULL,
	`refunded_amount` integer DEFAULT 0 NOT NULL,
	`disputed_amount` integer DEFAULT 0 NOT NULL,
	`currency` text NOT NULL,
	`decline_code` text,
	`hold_reason` text,
	`check_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`origin_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "payments_provider_known" CHECK("payments"."provider" in ('manual', 'stripe')),
	CONSTRAINT "payments_method_known" CHECK("payments"."method" in ('cash_on_delivery', 'bank_transfer', 'test_card', 'embedded_form', 'hosted_page', 'exchange')),
	CONSTRAINT "payments_status_known" CHECK("payments"."status" in ('pending', 'processing', 'authorized', 'captured', 'failed', 'canceled')),
	CONSTRAINT "payments_capture_known" CHECK("payments"."capture" in ('automatic', 'manual')),
	CONSTRAINT "payments_hold_reason_known" CHECK("payments"."hold_reason" is null or "payments"."hold_reason" in ('amount_differs', 'currency_differs')),
	CONSTRAINT "payments_captured_within_amount" CHECK("payments"."captured_amount" between 0 and "payments"."amount"),
	CONSTRAINT "payments_amounts_not_negative" CHECK(min("payments"."authorized_amount", "payments"."refunded_amount", "payments"."disputed_amount") >= 0),
	CONSTRAINT "payments_exchange_has_origin" CHECK(("payments"."origin_id" is not null) = ("payments"."method" = 'exchange'))
);
--> statement-breakpoint
CREATE INDEX `payments_of_order` ON `payments` (`order_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `payments_one_live_attempt` ON `payments` (`order_id`) WHERE status in ('pending', 'processing', 'authorized');--> statement-breakpoint
CREATE UNIQUE INDEX `payments_by_reference` ON `payments` (`provider`,`reference`) WHERE reference is not null;--> statement-breakpoint
CREATE INDEX `payments_of_origin` ON `payments` (`origin_id`) WHERE origin_id is not null;--> statement-breakpoint
CREATE INDEX `payments_to_check` ON `payments` (`check_at`) WHERE check_at is not null;--> statement-breakpoint
CREATE TABLE `payout_entries` (
	`payout_id` text NOT NULL,
	`position` integer NOT NULL,
	`kind` text NOT NULL,
	`source` text NOT NULL,
	`amount` integer NOT NULL,
	`fee` integer NOT NULL,
	`currency` text NOT NULL,
	PRIMARY KEY(`payout_id`, `position`),
	FOREIGN KEY (`payout_id`) REFERENCES `payouts`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "payout_entries_kind_known" CHECK("payout_entries"."kind" in ('captured', 'refunded', 'refund_failed', 'disputed', 'dispute_won', 'other'))
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `payout_entries_by_source` ON `payout_entries` (`source`,`kind`);--> statement-breakpoint
CREATE TABLE `payouts` (
	`id` text PRIMARY KEY NOT NULL,
	`provider` text NOT NULL,
	`reference` text NOT NULL,
	`amount` integer NOT NULL,
	`currency` text NOT NULL,
	`arrives_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	CONSTRAINT "payouts_provider_known" CHECK("payouts"."provider" in ('manual', 'stripe'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `payouts_by_reference` ON `payouts` (`provider`,`reference`);--> statement-breakpoint
CREATE INDEX `payouts_by_arrival` ON `payouts` (`provider`,`arrives_at`);--> statement-breakpoint
CREATE TABLE `price_offers` (
	`id` text PRIMARY KEY NOT NULL,
	`variant_id` text NOT NULL,
	`currency` text NOT NULL,
	`amount` integer NOT NULL,
	`min_quantity` integer DEFAULT 1 NOT NULL,
	`starts_at` integer,
	`ends_at` integer,
	FOREIGN KEY (`variant_id`,`currency`) REFERENCES `prices`(`variant_id`,`currency`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "price_offers_amount_in_range" CHECK("price_offers"."amount" between 0 and 100000000000),
	CONSTRAINT "price_offers_quantity_positive" CHECK("price_offers"."min_quantity" > 0),
	CONSTRAINT "price_offers_end_after_start" CHECK("price_offers"."starts_at" is null or "price_offers"."ends_at" is null or "price_offers"."ends_at" > "price_offers"."starts_at")
);
--> statement-breakpoint
CREATE INDEX `price_offers_of_price` ON `price_offers` (`variant_id`,`currency`);--> statement-breakpoint
CREATE INDEX `price_offers_starting` ON `price_offers` (`starts_at`) WHERE starts_at is not null;--> statement-breakpoint
CREATE INDEX `price_offers_ending` ON `price_offers` (`ends_at`) WHERE ends_at is not null;--> statement-breakpoint
CREATE TABLE `prices` (
	`variant_id` text NOT NULL,
	`currency` text NOT NULL,
	`amount` integer NOT NULL,
	`compare_at_amount` integer,
	PRIMARY KEY(`variant_id`, `currency`),
	FOREIGN KEY (`variant_id`) REFERENCES `variants`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "prices_amount_in_range" CHECK("prices"."amount" between 0 and 100000000000),
	CONSTRAINT "prices_compare_at_above_amount" CHECK("prices"."compare_at_amount" is null or "prices"."compare_at_amount" > "prices"."amount")
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `product_attributes` (
	`product_id` text NOT NULL,
	`key` text NOT NULL,
	`text` text,
	`number` real,
	PRIMARY KEY(`product_id`, `key`),
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`key`) REFERENCES `attributes`(`key`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "product_attributes_one_value" CHECK(("product_attributes"."text" is null) <> ("product_attributes"."number" is null))
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `product_attributes_by_number` ON `product_attributes` (`key`,`number`,`product_id`) WHERE number is not null;--> statement-breakpoint
CREATE TABLE `product_categories` (
	`category_id` text NOT NULL,
	`product_id` text NOT NULL,
	PRIMARY KEY(`category_id`, `product_id`),
	FOREIGN KEY (`category_id`) REFERENCES `categories`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE cascade
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `product_categories_by_product` ON `product_categories` (`product_id`,`category_id`);--> statement-breakpoint
CREATE TABLE `product_images` (
	`id` text PRIMARY KEY NOT NULL,
	`product_id` text NOT NULL,
	`url` text NOT NULL,
	`alt` text DEFAULT '' NOT NULL,
	`position` integer NOT NULL,
	`width` integer,
	`height` integer,
	`sizes` text,
	`picture` text,
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `product_images_by_picture` ON `product_images` (`picture`) WHERE picture is not null;--> statement-breakpoint
CREATE INDEX `product_images_in_order` ON `product_images` (`product_id`,`position`,`url`,`alt`,`id`,`width`,`height`,`sizes`);--> statement-breakpoint
CREATE UNIQUE INDEX `product_images_once` ON `product_images` (`product_id`,`url`);--> statement-breakpoint
CREATE TABLE `product_listings` (
	`product_id` text NOT NULL,
	`currency` text NOT NULL,
	`amount` integer NOT NULL,
	`available` integer NOT NULL,
	PRIMARY KEY(`product_id`, `currency`),
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE cascade
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `product_slugs` (
	`slug` text PRIMARY KEY NOT NULL,
	`product_id` text NOT NULL,
	`locale` text DEFAULT '' NOT NULL,
	`is_current` integer NOT NULL,
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `product_slugs_one_current` ON `product_slugs` (`product_id`,`locale`) WHERE is_current = 1;--> statement-breakpoint
CREATE INDEX `product_slugs_translated` ON `product_slugs` (`product_id`,`locale`) WHERE is_current = 1 and locale > '';--> statement-breakpoint
CREATE TABLE `product_tags` (
	`product_id` text NOT NULL,
	`tag` text NOT NULL,
	PRIMARY KEY(`product_id`, `tag`),
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE cascade
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `product_tags_by_tag` ON `product_tags` (`tag`,`product_id`);--> statement-breakpoint
CREATE TABLE `product_translations` (
	`product_id` text NOT NULL,
	`locale` text NOT NULL,
	`title` text,
	`description` text,
	`description_text` text,
	`seo_title` text,
	`seo_description` text,
	PRIMARY KEY(`product_id`, `locale`),
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `products` (
	`number` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`slug` text NOT NULL,
	`title` text NOT NULL,
	`title_key` text DEFAULT '' NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`description_text` text DEFAULT '' NOT NULL,
	`vendor` text,
	`type` text,
	`seo_title` text,
	`seo_description` text,
	`tax_class` text DEFAULT 'standard' NOT NULL,
	`options` text NOT NULL,
	`status` text NOT NULL,
	`published_at` integer,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	CONSTRAINT "products_status_known" CHECK("products"."status" in ('draft', 'published', 'archived')),
	CONSTRAINT "products_published_have_a_date" CHECK("products"."status" <> 'published' or "products"."published_at" is not null)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `products_id_unique` ON `products` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `products_slug_unique` ON `products` (`slug`);--> statement-breakpoint
CREATE INDEX `products_by_update` ON `products` (`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `products_in_title_order` ON `products` (`title_key`,`id`);--> statement-breakpoint
CREATE TABLE `promotion_buyers` (
	`promotion_id` text NOT NULL,
	`buyer` text NOT NULL,
	`uses` integer NOT NULL,
	`usage_limit` integer,
	PRIMARY KEY(`buyer`, `promotion_id`),
	FOREIGN KEY (`promotion_id`) REFERENCES `promotions`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "promotion_buyers_not_overused" CHECK("promotion_buyers"."usage_limit" is null or "promotion_buyers"."uses" <= "promotion_buyers"."usage_limit")
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `promotion_codes` (
	`code` text PRIMARY KEY NOT NULL,
	`promotion_id` text NOT NULL,
	`usage_limit` integer,
	`uses` integer DEFAULT 0 NOT NULL,
	`ended_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`promotion_id`) REFERENCES `promotions`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "promotion_codes_not_overused" CHECK("promotion_codes"."usage_limit" is null or "promotion_codes"."uses" <= "promotion_codes"."usage_limit")
);
--> statement-breakpoint
CREATE INDEX `promotion_codes_of_promotion` ON `promotion_codes` (`promotion_id`,`code`);--> statement-breakpoint
CREATE INDEX `promotion_codes_unused` ON `promotion_codes` (`promotion_id`,`code`) WHERE uses = 0;--> statement-breakpoint
CREATE TABLE `promotion_uses` (
	`promotion_id` text NOT NULL,
	`order_id` text NOT NULL,
	`code` text,
	`buyer` text,
	`amount` integer NOT NULL,
	`currency` text NOT NULL,
	`used_at` integer NOT NULL,
	PRIMARY KEY(`promotion_id`, `order_id`),
	FOREIGN KEY (`promotion_id`) REFERENCES `promotions`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE restrict
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `promotion_uses_newest` ON `promotion_uses` (`promotion_id`,`used_at`,`order_id`);--> statement-breakpoint
CREATE INDEX `promotion_uses_of_order` ON `promotion_uses` (`order_id`);--> statement-breakpoint
CREATE TABLE `promotions` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`triggered_by` text NOT NULL,
	`status` text NOT NULL,
	`priority` integer DEFAULT 0 NOT NULL,
	`exclusive` integer DEFAULT false NOT NULL,
	`starts_at` integer,
	`ends_at` integer,
	`lines` text,
	`conditions` text NOT NULL,
	`effect` text NOT NULL,
	`cap` text,
	`usage_limit` integer,
	`usage_limit_per_customer` integer,
	`uses` integer DEFAULT 0 NOT NULL,
	`discounted` text DEFAULT '{}' NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	CONSTRAINT "promotions_trigger_known" CHECK("promotions"."triggered_by" in ('automatic', 'code')),
	CONSTRAINT "promotions_status_known" CHECK("promotions"."status" in ('active', 'archived')),
	CONSTRAINT "promotions_not_overused" CHECK("promotions"."usage_limit" is null or "promotions"."uses" <= "promotions"."usage_limit"),
	CONSTRAINT "promotions_end_after_start" CHECK("promotions"."starts_at" is null or "promotions"."ends_at" is null or "promotions"."ends_at" > "promotions"."starts_at")
);
--> statement-breakpoint
CREATE INDEX `promotions_automatic` ON `promotions` (`priority`,`id`) WHERE status = 'active' and triggered_by = 'automatic';--> statement-breakpoint
CREATE TABLE `recovery_codes` (
	`customer_id` text NOT NULL,
	`hash` text NOT NULL,
	PRIMARY KEY(`customer_id`, `hash`),
	FOREIGN KEY (`customer_id`) REFERENCES `second_factors`(`customer_id`) ON UPDATE no action ON DELETE cascade
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `refunds` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`payment_id` text NOT NULL,
	`return_id` text,
	`paid_order_id` text,
	`provider` text NOT NULL,
	`status` text NOT NULL,
	`amount` integer NOT NULL,
	`taxes` text NOT NULL,
	`reference` text,
	`failure` text,
	`reason` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`payment_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`return_id`) REFERENCES `returns`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`paid_order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "refunds_provider_known" CHECK("refunds"."provider" in ('manual', 'stripe')),
	CONSTRAINT "refunds_status_known" CHECK("refunds"."status" in ('pending', 'succeeded', 'failed')),
	CONSTRAINT "refunds_amount_positive" CHECK("refunds"."amount" > 0)
);
--> statement-breakpoint
CREATE INDEX `refunds_of_order` ON `refunds` (`order_id`,`id`);--> statement-breakpoint
CREATE INDEX `refunds_of_payment` ON `refunds` (`payment_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `refunds_by_reference` ON `refunds` (`reference`,`payment_id`) WHERE reference is not null;--> statement-breakpoint
CREATE INDEX `refunds_of_return` ON `refunds` (`return_id`) WHERE return_id is not null;--> statement-breakpoint
CREATE INDEX `refunds_pending` ON `refunds` (`created_at`) WHERE status = 'pending';--> statement-breakpoint
CREATE TABLE `return_lines` (
	`return_id` text NOT NULL,
	`order_line_id` text NOT NULL,
	`quantity` integer NOT NULL,
	`sellable_quantity` integer DEFAULT 0 NOT NULL,
	`damaged_quantity` integer DEFAULT 0 NOT NULL,
	`missing_quantity` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`return_id`, `order_line_id`),
	FOREIGN KEY (`return_id`) REFERENCES `returns`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`order_line_id`) REFERENCES `order_lines`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "return_lines_quantity_positive" CHECK("return_lines"."quantity" > 0),
	CONSTRAINT "return_lines_all_received_or_none" CHECK(min("return_lines"."sellable_quantity", "return_lines"."damaged_quantity", "return_lines"."missing_quantity") >= 0 and "return_lines"."sellable_quantity" + "return_lines"."damaged_quantity" + "return_lines"."missing_quantity" in (0, "return_lines"."quantity"))
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `return_lines_of_line` ON `return_lines` (`order_line_id`);--> statement-breakpoint
CREATE TABLE `returns` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`status` text NOT NULL,
	`reason` text NOT NULL,
	`photos` text NOT NULL,
	`answer` text,
	`credited_amount` integer DEFAULT 0 NOT NULL,
	`replaced_by_id` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`replaced_by_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "returns_status_known" CHECK("returns"."status" in ('requested', 'approved', 'rejected', 'received', 'closed', 'canceled')),
	CONSTRAINT "returns_credit_not_negative" CHECK("returns"."credited_amount" >= 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `returns_replaced_by_id_unique` ON `returns` (`replaced_by_id`);--> statement-breakpoint
CREATE INDEX `returns_of_order` ON `returns` (`order_id`,`id`);--> statement-breakpoint
CREATE INDEX `returns_by_status` ON `returns` (`status`,`id`);--> statement-breakpoint
CREATE TABLE `roles` (
	`name` text PRIMARY KEY NOT NULL,
	`permissions` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `search_documents` (
	`rowid` integer PRIMARY KEY NOT NULL,
	`product_id` text NOT NULL,
	`title` text NOT NULL,
	`tags` text DEFAULT '' NOT NULL,
	`skus` text DEFAULT '' NOT NULL,
	`body` text DEFAULT '' NOT NULL,
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `search_documents_product_id_unique` ON `search_documents` (`product_id`);--> statement-breakpoint
CREATE TABLE `second_factors` (
	`customer_id` text PRIMARY KEY NOT NULL,
	`secret` text NOT NULL,
	`created_at` integer NOT NULL,
	`confirmed_at` integer,
	`last_step` integer,
	FOREIGN KEY (`customer_id`) REFERENCES `customers`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "second_factors_confirmed_by_a_code" CHECK(("second_factors"."confirmed_at" is null) = ("second_factors"."last_step" is null))
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`token_hash` text NOT NULL,
	`customer_id` text NOT NULL,
	`device` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_used_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`customer_id`) REFERENCES `customers`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_token` ON `sessions` (`token_hash`);--> statement-breakpoint
CREATE INDEX `sessions_of_customer` ON `sessions` (`customer_id`);--> statement-breakpoint
CREATE INDEX `sessions_expiring` ON `sessions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `shipping_options` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`kind` text DEFAULT 'delivery' NOT NULL,
	`status` text DEFAULT 'active' NOT NULL,
	`zones` text,
	`prices` text NOT NULL,
	`min_days` integer,
	`max_days` integer,
	`pickup_address` text,
	`excluded` text,
	`tax_class` text,
	`position` integer DEFAULT 0 NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	CONSTRAINT "shipping_options_kind_known" CHECK("shipping_options"."kind" in ('delivery', 'pickup')),
	CONSTRAINT "shipping_options_status_known" CHECK("shipping_options"."status" in ('active', 'archived')),
	CONSTRAINT "shipping_options_pickup_has_address" CHECK(("shipping_options"."kind" = 'pickup') = ("shipping_options"."pickup_address" is not null)),
	CONSTRAINT "shipping_options_days_in_order" CHECK(("shipping_options"."min_days" is null) = ("shipping_options"."max_days" is null) and coalesce("shipping_options"."min_days", 0) between 0 and coalesce("shipping_options"."max_days", 0))
);
--> statement-breakpoint
CREATE INDEX `shipping_options_in_order` ON `shipping_options` (`status`,`position`,`id`);--> statement-breakpoint
CREATE TABLE `signing_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`public_key` text NOT NULL,
	`private_key` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `signing_keys_newest` ON `signing_keys` (`created_at`);--> statement-breakpoint
CREATE TABLE `staff` (
	`customer_id` text PRIMARY KEY NOT NULL,
	`role` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`customer_id`) REFERENCES `customers`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`role`) REFERENCES `roles`(`name`) ON UPDATE no action ON DELETE restrict
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `staff_by_role` ON `staff` (`role`);--> statement-breakpoint
CREATE TABLE `stock_levels` (
	`variant_id` text PRIMARY KEY NOT NULL,
	`policy` text NOT NULL,
	`on_hand` integer NOT NULL,
	`reserved` integer DEFAULT 0 NOT NULL,
	`low_stock_threshold` integer,
	FOREIGN KEY (`variant_id`) REFERENCES `variants`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "stock_levels_policy_known" CHECK("stock_levels"."policy" in ('deny', 'backorder', 'untracked')),
	CONSTRAINT "stock_levels_not_negative" CHECK("stock_levels"."on_hand" >= 0 and "stock_levels"."reserved" >= 0),
	CONSTRAINT "stock_levels_not_oversold" CHECK("stock_levels"."policy" <> 'deny' or "stock_levels"."reserved" <= "stock_levels"."on_hand")
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `stock_levels_low` ON `stock_levels` (on_hand - reserved <= low_stock_threshold,`variant_id`) WHERE low_stock_threshold is not null;--> statement-breakpoint
CREATE TABLE `stock_movements` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`variant_id` text NOT NULL,
	`location_id` text NOT NULL,
	`kind` text NOT NULL,
	`on_hand_delta` integer NOT NULL,
	`reserved_delta` integer NOT NULL,
	`reason` text,
	`order_id` text,
	`actor_id` text,
	`moved_at` integer NOT NULL,
	FOREIGN KEY (`variant_id`) REFERENCES `variants`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`location_id`) REFERENCES `locations`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "stock_movements_kind_known" CHECK("stock_movements"."kind" in ('opening', 'received', 'adjusted', 'reserved', 'released', 'sold', 'returned'))
);
--> statement-breakpoint
CREATE INDEX `stock_movements_of_variant` ON `stock_movements` (`variant_id`);--> statement-breakpoint
CREATE INDEX `stock_movements_of_location` ON `stock_movements` (`location_id`);--> statement-breakpoint
CREATE INDEX `stock_movements_of_order` ON `stock_movements` (`order_id`) WHERE order_id is not null;--> statement-breakpoint
CREATE TABLE `stock_reservations` (
	`order_id` text NOT NULL,
	`variant_id` text NOT NULL,
	`location_id` text NOT NULL,
	`quantity` integer NOT NULL,
	PRIMARY KEY(`order_id`, `variant_id`, `location_id`),
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`variant_id`) REFERENCES `variants`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`location_id`) REFERENCES `locations`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "stock_reservations_quantity_not_negative" CHECK("stock_reservations"."quantity" >= 0)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `stock_reservations_by_variant` ON `stock_reservations` (`variant_id`);--> statement-breakpoint
CREATE TABLE `tax_countries` (
	`country` text PRIMARY KEY NOT NULL,
	`version` integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE `tax_rates` (
	`country` text NOT NULL,
	`region` text,
	`postal_codes` text,
	`name` text NOT NULL,
	`tax_class` text NOT NULL,
	`rate` integer NOT NULL,
	`on_shipping` integer NOT NULL,
	`reverse_charge` integer NOT NULL,
	`position` integer NOT NULL,
	PRIMARY KEY(`country`, `position`),
	FOREIGN KEY (`country`) REFERENCES `tax_countries`(`country`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "tax_rates_in_range" CHECK("tax_rates"."rate" between 0 and 1000000)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `uploads` (
	`picture` text PRIMARY KEY NOT NULL,
	`files` text NOT NULL,
	`due_at` integer NOT NULL,
	`going_until` integer
);
--> statement-breakpoint
CREATE INDEX `uploads_due` ON `uploads` (`due_at`);--> statement-breakpoint
CREATE TABLE `variants` (
	`id` text PRIMARY KEY NOT NULL,
	`product_id` text NOT NULL,
	`sku` text,
	`barcode` text,
	`title` text NOT NULL,
	`option_values` text NOT NULL,
	`image_id` text,
	`weight_grams` integer DEFAULT 0 NOT NULL,
	`length_mm` integer,
	`width_mm` integer,
	`height_mm` integer,
	`requires_shipping` integer DEFAULT true NOT NULL,
	`max_per_order` integer,
	`position` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`image_id`) REFERENCES `product_images`(`id`) ON UPDATE no action ON DELETE set null,
	CONSTRAINT "variants_max_per_order_positive" CHECK("variants"."max_per_order" is null or "variants"."max_per_order" > 0),
	CONSTRAINT "variants_weight_not_negative" CHECK("variants"."weight_grams" >= 0),
	CONSTRAINT "variants_dimensions_positive" CHECK(min(coalesce("variants"."length_mm", 1), coalesce("variants"."width_mm", 1), coalesce("variants"."height_mm", 1)) > 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `variants_sku` ON `variants` (`sku`) WHERE sku is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `variants_barcode` ON `variants` (`barcode`) WHERE barcode is not null;--> statement-breakpoint
CREATE INDEX `variants_in_order` ON `variants` (`product_id`,`position`,`id`);--> statement-breakpoint
CREATE INDEX `variants_by_image` ON `variants` (`image_id`) WHERE image_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `variants_option_values` ON `variants` (`product_id`,`option_values`);