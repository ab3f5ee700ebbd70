import { noSuch } from "./failure.ts";
import type { Intent } from "./rows.ts";

/** What a browser with the client secret sees: neither the shop's metadata nor anything of its money. */
const visible = [
  "id",
  "object",
  "amount",
  "automatic_payment_methods",
  "canceled_at",
  "cancellation_reason",
  "capture_method",
  "client_secret",
  "confirmation_method",
  "created",
  "currency",
  "description",
  "last_payment_error",
  "livemode",
  "next_action",
  "payment_method",
  "payment_method_types",
  "processing",
  "receipt_email",
  "setup_future_usage",
  "shipping",
  "status",
] as const satisfies (keyof Intent)[];

/** The intent as it is shown to who has given that secret, or to the shop, which gives none. */
export function shownTo(intent: Intent, clientSecret: string | undefined): object {
  if (clientSecret === undefined) return intent;
  if (clientSecret !== intent.client_secret) throw noSuch("payment_intent", intent.id);
  return Object.fromEntries(visible.map((name) => [name, intent[name]]));
}
