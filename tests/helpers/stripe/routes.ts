import { z } from "zod";
import { shownTo } from "./browser-view.ts";
import { captureIntent, captureIntentParams } from "./capture.ts";
import { confirmIntent, confirmIntentParams } from "./confirm.ts";
import { listPage } from "./list.ts";
import { mergeMetadata, metadata, pagination, text } from "./params.ts";
import {
  cancelIntent,
  cancelIntentParams,
  createIntent,
  createIntentParams,
  updateIntent,
  updateIntentParams,
} from "./payment-intents.ts";
import { createPaymentMethod, paymentMethodParams } from "./payment-methods.ts";
import { createRefund, createRefundParams } from "./refunds.ts";
import { type Route, route } from "./route.ts";

const nothing = z.strictObject({});
const list = z.strictObject(pagination);
const clientSecret = { client_secret: text.optional() };

const paymentIntents: Route[] = [
  route("POST /v1/payment_intents", createIntentParams, (world, { confirm, return_url, ...params }) => {
    const intent = createIntent(world, params);
    return confirm ? confirmIntent(world, intent.id, { return_url }) : intent;
  }),
  route("GET /v1/payment_intents", list, (world, page) =>
    listPage("/v1/payment_intents", world.intents.all(), page),
  ),
  route(
    "GET /v1/payment_intents/:id",
    nothing.extend(clientSecret),
    (world, params, id) => shownTo(world.intents.get(id), params.client_secret),
    true,
  ),
  route("POST /v1/payment_intents/:id", updateIntentParams, (world, params, id) =>
    updateIntent(world, id, params),
  ),
  route(
    "POST /v1/payment_intents/:id/confirm",
    confirmIntentParams.extend(clientSecret),
    (world, { client_secret: secret, ...params }, id) => {
      shownTo(world.intents.get(id), secret);
      return shownTo(confirmIntent(world, id, params), secret);
    },
    true,
  ),
  route("POST /v1/payment_intents/:id/capture", captureIntentParams, (world, params, id) =>
    captureIntent(world, id, params),
  ),
  route("POST /v1/payment_intents/:id/cancel", cancelIntentParams, (world, params, id) =>
    cancelIntent(world, id, params.cancellation_reason ?? null),
  ),
];

export const routes: Route[] = [
  ...paymentIntents,
  route("POST /v1/payment_methods", paymentMethodParams, createPaymentMethod, true),
  route("GET /v1/payment_methods/:id", nothing, (world, _, id) => world.paymentMethods.get(id)),
  route("GET /v1/charges/:id", nothing, (world, _, id) => world.charges.get(id)),
  route(
    "GET /v1/charges",
    list.extend({ payment_intent: text.optional() }),
    (world, { payment_intent: intent, ...page }) => {
      const charges = world.charges.all().filter((each) => !intent || each.payment_intent === intent);
      return listPage("/v1/charges", charges, page);
    },
  ),
  route("POST /v1/refunds", createRefundParams, createRefund),
  route("GET /v1/refunds/:id", nothing, (world, _, id) => world.refunds.get(id)),
  route("POST /v1/refunds/:id", z.strictObject({ metadata: metadata.optional() }), (world, params, id) => {
    const before = world.refunds.get(id).metadata ?? {};
    return world.refunds.change(id, { metadata: mergeMetadata(before, params.metadata) });
  }),
  route(
    "GET /v1/refunds",
    list.extend({ charge: text.optional(), payment_intent: text.optional() }),
    (world, { charge, payment_intent: intent, ...page }) => {
      const refunds = world.refunds
        .all()
        .filter((each) => (!charge || each.charge === charge) && (!intent || each.payment_intent === intent));
      return listPage("/v1/refunds", refunds, page);
    },
  ),
  route("GET /v1/events/:id", nothing, (world, _, id) => world.events.get(id)),
  route(
    "GET /v1/events",
    list.extend({ type: text.optional(), types: z.array(text).optional() }),
    (world, { type, types, ...page }) => {
      const asked = type === undefined ? types : [type];
      const events = world.events.all().filter((each) => asked?.includes(each.type) ?? true);
      return listPage("/v1/events", events, page);
    },
  ),
];
