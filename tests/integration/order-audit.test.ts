import { expect, test } from "bun:test";
import { asc } from "drizzle-orm";
import { auditEvents } from "../../db/schema/index.ts";
import { refusalOf } from "../helpers/refusal.ts";
import { newSale } from "../helpers/sale.ts";

test("whatever staff do to an order stands in the audit log once, with who did it and no word about the buyer", async () => {
  const sale = await newSale([{ quantity: 4 }]);
  const { staff, client, db, id, held, lineIds, variantIds } = sale;
  const [lineId = "", variantId = ""] = [...lineIds, ...variantIds];
  const one = [{ lineId, quantity: 1 }];
  const counted = [{ lineId, sellable: 1, damaged: 0, missing: 0 }];
  const returned = async () => {
    const wanted = { ...held, lines: one, reason: "Lovelace: too small" };
    return (await client.order.requestReturn.mutate(wanted)).id;
  };
  await db.delete(auditEvents);

  await staff.addNote.mutate({ id, note: "Lovelace rang twice" });
  const { version } = await staff.cancel.mutate({ id, lines: one, reason: "Lovelace asked" });
  await staff.edit.mutate({ id, version, add: [{ variantId, quantity: 1 }] });
  await staff.markPaid.mutate({ id }, { idempotencyKey: "paid-once" });
  await staff.markPaid.mutate({ id }, { idempotencyKey: "paid-once" });
  await refusalOf(staff.markPaid.mutate({ id }));
  const packed = await staff.fulfill.mutate({ id, lines: one });
  await staff.cancelFulfillment.mutate({ id, fulfillmentId: packed.fulfillments[0]?.id ?? "" });
  const { fulfillments } = await staff.fulfill.mutate({ id });
  const fulfillmentId = fulfillments.at(-1)?.id ?? "";
  await staff.markShipped.mutate({ id, fulfillmentId });
  await staff.markDelivered.mutate({ id, fulfillmentId });
  const [refused, exchanged] = [await returned(), await returned()];
  await staff.rejectReturn.mutate({ id: refused, answer: "Worn, Lovelace" });
  await staff.approveReturn.mutate({ id: exchanged });
  await staff.receiveReturn.mutate({ id: exchanged, lines: counted, refundAmount: 0 });
  const replacement = await staff.exchange.mutate({
    returnId: exchanged,
    lines: [{ variantId, quantity: 1 }],
  });
  const kept = await returned();
  await staff.approveReturn.mutate({ id: kept });
  await staff.receiveReturn.mutate({ id: kept, lines: counted, refundAmount: 0 });
  await staff.closeReturn.mutate({ id: kept });
  await staff.refund.mutate({ id, lines: one, shippingAmount: 90, reason: "Lovelace complained" });
  await staff.issueInvoice.mutate({ id });
  await staff.issueInvoice.mutate({ id });

  const entries = await db.select().from(auditEvents).orderBy(asc(auditEvents.id));
  expect(entries.map(({ type, details }) => [type, details])).toEqual([
    ["order-noted", null],
    ["order-canceled", { lines: one }],
    ["order-edited", { set: [], add: [{ variantId, quantity: 1 }] }],
    ["order-paid", null],
    ["order-fulfilled", { lines: one }],
    ["fulfillment-canceled", { fulfillmentId: packed.fulfillments[0]?.id }],
    ["order-fulfilled", {}],
    ["fulfillment-shipped", { fulfillmentId }],
    ["fulfillment-delivered", { fulfillmentId }],
    ["return-rejected", { returnId: refused }],
    ["return-approved", { returnId: exchanged }],
    ["return-received", { returnId: exchanged, lines: counted, shippingAmount: 0, refundAmount: 0 }],
    ["return-replaced", { returnId: exchanged, replacedById: replacement.id }],
    ["return-approved", { returnId: kept }],
    ["return-received", { returnId: kept, lines: counted, shippingAmount: 0, refundAmount: 0 }],
    ["return-closed", { returnId: kept }],
    ["order-refunded", { lines: one, shippingAmount: 90 }],
    ["invoice-issued", null],
  ]);
  expect(new Set(entries.map(({ subjectId }) => subjectId))).toEqual(new Set([id]));
  for (const { actorId } of entries) expect(actorId).toMatch(/^key_/);
  expect(JSON.stringify(entries)).not.toContain("Lovelace");
});
