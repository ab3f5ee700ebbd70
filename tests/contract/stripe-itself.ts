import { test } from "bun:test";
import { expectStripe } from "./stripe-gateway.ts";

/** Of an account of nobody's money: what is paid here, nobody pays. */
const secretKey = process.env["STRIPE_TEST_SECRET_KEY"];

if (!secretKey) test.skip("Stripe itself: skipped, as STRIPE_TEST_SECRET_KEY is not set", () => {});
else if (!/^[sr]k_test_/.test(secretKey))
  throw new Error("STRIPE_TEST_SECRET_KEY: expected a test key, sk_test_…");
else expectStripe("Stripe", async () => ({ secretKey }));
