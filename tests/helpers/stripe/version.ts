import type { Stripe } from "stripe";

/** The version of the API whose behaviour is written here: a package that pins another one does not compile with it. */
export const apiVersion: typeof Stripe.API_VERSION = "2026-10-28.endive";
