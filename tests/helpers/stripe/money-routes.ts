import { z } from "zod";
import { closeDispute, updateDispute, updateDisputeParams } from "./disputes.ts";
import { listPage } from "./list.ts";
import { mergeMetadata, metadata, pagination, text } from "./params.ts";
import { createRefund, createRefundParams } from "./refunds.ts";
import { type Route, route } from "./route.ts";

const nothing = z.strictObject({});
const list = z.strictObject(pagination);
const ofPayment = list.extend({ charge: text.optional(), payment_intent: text.optional() });

interface OfPayment {
  charge: string | null;
  payment_intent: string | null;
}

function isOf(row: OfPayment, { charge, payment_intent: intent }: z.output<typeof ofPayment>): boolean {
  return (!charge || row.charge === charge) && (!intent || row.payment_intent === intent);
}

export const moneyRoutes: Route[] = [
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
  route("GET /v1/refunds", ofPayment, (world, params) => {
    const refunds = world.refunds.all().filter((each) => isOf(each, params));
    return listPage("/v1/refunds", refunds, params);
  }),
  route("GET /v1/disputes/:id", nothing, (world, _, id) => world.disputes.get(id)),
  route("POST /v1/disputes/:id", updateDisputeParams, (world, params, id) =>
    updateDispute(world, id, params),
  ),
  route("POST /v1/disputes/:id/close", nothing, (world, _, id) => closeDispute(world, id, "lost")),
  route("GET /v1/disputes", ofPayment, (world, params) => {
    const disputes = world.disputes.all().filter((each) => isOf(each, params));
    return listPage("/v1/disputes", disputes, params);
  }),
  route("GET /v1/balance_transactions/:id", nothing, (world, _, id) => world.transactions.get(id)),
  route(
    "GET /v1/balance_transactions",
    list.extend({
      currency: text.optional(),
      payout: text.optional(),
      source: text.optional(),
      type: text.optional(),
    }),
    (world, { currency, payout, source, type, ...page }) => {
      const movements = world.transactions
        .all()
        .filter(
          (each) =>
            (!currency || each.currency === currency) &&
            (!payout || world.paidBy.get(each.id) === payout) &&
            (!source || each.source === source) &&
            (!type || each.type === type),
        );
      return listPage("/v1/balance_transactions", movements, page);
    },
  ),
  route("GET /v1/payouts/:id", nothing, (world, _, id) => world.payouts.get(id)),
  route("GET /v1/payouts", list.extend({ status: text.optional() }), (world, { status, ...page }) => {
    const payouts = world.payouts.all().filter((each) => !status || each.status === status);
    return listPage("/v1/payouts", payouts, page);
  }),
];
