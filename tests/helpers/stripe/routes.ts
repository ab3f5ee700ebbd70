import { z } from "zod";
import { createSession, expireSession } from "./checkout.ts";
import { createSessionParams } from "./checkout-params.ts";
import { intentRoutes } from "./intent-routes.ts";
import { listPage } from "./list.ts";
import { moneyRoutes } from "./money-routes.ts";
import { pagination, text } from "./params.ts";
import { type Route, route } from "./route.ts";

const nothing = z.strictObject({});
const list = z.strictObject(pagination);

/** Everything that can be asked. */
export const routes: Route[] = [
  ...intentRoutes,
  ...moneyRoutes,
  route("POST /v1/checkout/sessions", createSessionParams, createSession),
  route("GET /v1/checkout/sessions/:id", nothing, (world, _, id) => world.sessions.get(id)),
  route("POST /v1/checkout/sessions/:id/expire", nothing, (world, _, id) => expireSession(world, id)),
  route(
    "GET /v1/checkout/sessions",
    list.extend({ payment_intent: text.optional(), status: text.optional() }),
    (world, { payment_intent: intent, status, ...page }) => {
      const sessions = world.sessions
        .all()
        .filter((each) => (!intent || each.payment_intent === intent) && (!status || each.status === status));
      return listPage("/v1/checkout/sessions", sessions, page);
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
