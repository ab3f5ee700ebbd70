import Stripe from "stripe";
import { z } from "zod";
import { type ProviderNotice, ProviderRefused } from "../../core/payment-port.ts";

/** In seconds: an older notice may have been recorded and sent again by somebody else. */
const tolerance = 300;

const cryptoProvider = Stripe.createSubtleCryptoProvider();

/** Of payments, these alone change anything that a shop has to know. */
const told =
  /^(payment_intent\.(succeeded|processing|payment_failed|canceled|amount_capturable_updated|partially_funded)|checkout\.session\.|charge\.(captured|refunded|updated|dispute\.)|refund\.)/;

/**
 * Reads a webhook that was signed with one of our secrets, the new one or the old while they are changed.
 * @throws ProviderRefused for any other, and for what is no event
 */
export async function readNotice(
  { webhooks }: Stripe,
  secrets: readonly string[],
  { body, signature, now }: { body: string; signature: string | null; now: Date },
): Promise<ProviderNotice> {
  for (const secret of secrets) {
    const event = await webhooks
      .constructEventAsync(body, signature ?? "", secret, tolerance, cryptoProvider, now.getTime())
      .catch(() => undefined);
    if (event !== undefined) return presentEvent(event);
  }
  throw new ProviderRefused("signature_wrong");
}

const envelope = z.object({
  id: z.string().min(1).max(255),
  type: z.string().min(1).max(255),
  data: z.object({ object: z.unknown() }),
});

/** Of what a notice is about, what tells whose it is; Stripe's objects have it in the same places. */
const subject = z.object({
  object: z.string(),
  id: z.string().optional(),
  payment_intent: z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)]).nullish(),
  metadata: z.object({ attemptId: z.string().optional() }).nullish(),
});

type Subject = z.output<typeof subject>;

function presentEvent(signed: unknown): ProviderNotice {
  const { data: event } = envelope.safeParse(signed);
  if (!event) throw new ProviderRefused("no_event");
  const { id, type, data } = event;
  const found = told.test(type) ? subject.safeParse(data.object).data : undefined;
  return {
    id,
    type,
    reference: (found && referenceOf(found)) ?? null,
    attemptId: found?.metadata?.attemptId ?? null,
  };
}

/** The intent that it is of, or the session that has none yet. */
function referenceOf({ object, id, payment_intent }: Subject): string | undefined {
  if (object === "payment_intent") return id;
  return payment_intent ?? (object === "checkout.session" ? id : undefined);
}
