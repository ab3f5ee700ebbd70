import { z } from "zod";
import { shownTo } from "./browser-view.ts";
import { captureIntent, captureIntentParams } from "./capture.ts";
import { confirmIntent, confirmIntentParams } from "./confirm.ts";
import { cancelIntentParams, createIntentParams, updateIntentParams } from "./intent-params.ts";
import { listPage } from "./list.ts";
import { pagination, text } from "./params.ts";
import { cancelIntent, createIntent, updateIntent } from "./payment-intents.ts";
import { createPaymentMethod, paymentMethodParams } from "./payment-methods.ts";
import { type Route, route } from "./route.ts";

const clientSecret = { client_secret: text.optional() };

export const intentRoutes: Route[] = [
  route("POST /v1/payment_intents", createIntentParams, (world, { confirm, return_url, ...params }) => {
    const intent = createIntent(world, params);
    return confirm ? confirmIntent(world, intent.id, { return_url }) : intent;
  }),
  route("GET /v1/payment_intents", z.strictObject(pagination), (world, page) =>
    listPage("/v1/payment_intents", world.intents.all(), page),
  ),
  route(
    "GET /v1/payment_intents/:id",
    z.strictObject(clientSecret),
    (world, params, id) => shownTo(world.intents.get(id), params.client_secret),
    "secret",
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
    "secret",
  ),
  route("POST /v1/payment_intents/:id/capture", captureIntentParams, (world, params, id) =>
    captureIntent(world, id, params),
  ),
  route("POST /v1/payment_intents/:id/cancel", cancelIntentParams, (world, params, id) =>
    cancelIntent(world, id, params.cancellation_reason ?? null),
  ),
  route("POST /v1/payment_methods", paymentMethodParams, createPaymentMethod, "browsers"),
  route("GET /v1/payment_methods/:id", z.strictObject({}), (world, _, id) => world.paymentMethods.get(id)),
];
