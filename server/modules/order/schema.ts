import { z } from "zod";
import {
  fulfillmentStatuses,
  orderPaymentStatuses,
  orderStatuses,
  parcelStatuses,
  paymentMethods,
  paymentProviders,
  refundStatuses,
} from "../../../db/enums.ts";
import { idInput, imageOutput, moneyInput, moneyOutput } from "../../core/contract.ts";
import { pageInput } from "../../core/page.ts";
import { emailInput } from "../auth/schema.ts";
import { paymentOutput } from "../payment/schema.ts";
import {
  adjustmentOutput,
  pricedOutput,
  taxOutput,
  taxReliefOutput,
  totalsOutput,
} from "../pricing/schema.ts";
import { lineUnitsOutput, trackingOutput } from "./event-schema.ts";

export const placeInput = z
  .object({
    cartId: idInput,
    provider: z.enum(paymentProviders),
    method: z.enum(paymentMethods).optional().describe("Left out, the first that `payment.providers` names"),
    acceptPriceChanges: z
      .boolean()
      .default(false)
      .describe("Order at today's prices even where the cart's lines say PRICE_CHANGED"),
    expectedTotal: moneyInput
      .optional()
      .describe("The total that the shopper was shown: PRICE_CHANGED where it would be another"),
  })
  .meta({ id: "PlaceOrderInput" });

export const orderInput = z
  .object({
    id: idInput,
    accessToken: z
      .string()
      .max(100)
      .optional()
      .describe("What `order.place` gave the guest who placed it; its customer needs none"),
  })
  .meta({ id: "OrderInput" });

/** What whoever cancels, refunds or the like says of it. */
export const reasonInput = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .refine((reason) => reason.isWellFormed(), "Expected text without broken characters");

export const cancelOrderInput = orderInput.extend({ reason: reasonInput.optional() });

export const listOwnOrdersInput = pageInput.prefault({});

export const lookUpInput = z.object({
  number: z.string().min(1).max(50).describe("As the buyer has it, whatever its letters' case"),
  email: emailInput,
});

export const lookUpOutput = z.object({ sent: z.literal(true) });

export const orderLineOutput = z
  .object({
    id: z.string(),
    variantId: z.string(),
    productSlug: z.string(),
    title: z.string().describe("The product's title when it was bought"),
    variantTitle: z.string(),
    sku: z.string().nullable(),
    image: imageOutput.nullable(),
    quantity: z.int(),
    fulfilledQuantity: z.int().describe("How many of them have been sent"),
    canceledQuantity: z.int().describe("How many of them were canceled before"),
    returnedQuantity: z.int().describe("Of those that were sent, how many came back"),
    refundedQuantity: z
      .int()
      .describe("Of those that were sent, how many stay with the buyer and were given back all the same"),
    returnableQuantity: z.int().describe("How many can be asked to be taken back"),
    attributes: z
      .record(z.string(), z.string())
      .describe("What the shopper wanted of it, such as an engraving"),
    requiresShipping: z.boolean(),
    unitPrice: moneyOutput,
    ...pricedOutput.shape,
  })
  .meta({ id: "OrderLine" });

/** Where an order went: all but the country is empty once the account of its buyer is gone. */
const orderAddressOutput = z
  .object({
    firstName: z.string(),
    lastName: z.string(),
    company: z.string().optional(),
    line1: z.string(),
    line2: z.string().optional(),
    city: z.string(),
    region: z.string().optional(),
    postalCode: z.string(),
    country: z.string().describe("ISO 3166-1 alpha-2"),
    phone: z.string().optional(),
  })
  .meta({ id: "OrderAddress" });

export const fulfillmentOutput = z
  .object({
    id: z.string(),
    status: z.enum(parcelStatuses),
    lines: z.array(lineUnitsOutput),
    tracking: trackingOutput.nullable(),
    shippedAt: z.date().nullable(),
    deliveredAt: z.date().nullable(),
    createdAt: z.date(),
  })
  .meta({ id: "Fulfillment" });

export const refundOutput = z
  .object({
    id: z.string(),
    paymentId: z.string(),
    paidOrderId: z
      .string()
      .nullable()
      .describe("The order of what came instead, which it paid; null where it went back to the buyer"),
    provider: z.enum(paymentProviders).describe("Who gives it: `manual` where people hand it over"),
    status: z.enum(refundStatuses),
    amount: moneyOutput,
    taxes: z.array(taxOutput).describe("What of it is tax"),
    reason: z.string().nullable(),
    createdAt: z.date(),
  })
  .meta({ id: "Refund" });

/** How far an order has come, as a whole and apart. */
export const statusesOutput = z
  .object({
    status: z.enum(orderStatuses).meta({ id: "OrderStatus" }),
    paymentStatus: z.enum(orderPaymentStatuses).meta({ id: "OrderPaymentStatus" }),
    fulfillmentStatus: z.enum(fulfillmentStatuses).meta({ id: "OrderFulfillmentStatus" }),
  })
  .meta({ id: "OrderStatuses" });

export const orderOutput = z
  .object({
    id: z.string(),
    number: z.string().describe("For people: unique, and not a count"),
    ...statusesOutput.shape,
    market: z.string(),
    currency: z.string().describe("ISO 4217"),
    email: z.string(),
    lines: z.array(orderLineOutput),
    totals: totalsOutput,
    shippingAddress: orderAddressOutput.nullable().describe("Null where nothing is sent"),
    billingAddress: orderAddressOutput.nullable(),
    shippingOption: z
      .object({ id: z.string(), name: z.string(), price: moneyOutput })
      .nullable()
      .describe("Null where nothing is sent or fetched"),
    shipping: pricedOutput
      .nullable()
      .describe("What the shipping option costs, and why; null where there is none"),
    promotions: z.array(adjustmentOutput).describe("All that each promotion takes off, lines and shipping"),
    taxes: z.array(taxOutput).describe("The sum of each tax"),
    taxIncluded: z.boolean().describe("Whether the prices hold the taxes"),
    taxRelief: taxReliefOutput,
    vatId: z.string().nullable(),
    payments: z.array(paymentOutput).describe("The latest first"),
    refunds: z.array(refundOutput),
    fulfillments: z.array(fulfillmentOutput),
    credited: moneyOutput.describe("What of the total is no longer due, such as for canceled units"),
    owed: moneyOutput.describe("What is still to be paid"),
    expiresAt: z
      .date()
      .nullable()
      .describe("Until when a pending order waits for its payment; null for any other"),
    replacesId: z
      .string()
      .nullable()
      .describe("The order of what came back, where this is what came instead"),
    placedAt: z.date(),
  })
  .meta({ id: "Order" });

/** An order as it stands in a list. */
export const orderSummaryOutput = z
  .object({
    id: z.string(),
    number: z.string(),
    ...statusesOutput.shape,
    total: moneyOutput,
    credited: moneyOutput.describe("What of the total is no longer due"),
    placedAt: z.date(),
  })
  .meta({ id: "OrderSummary" });

export const orderPageOutput = z
  .object({ items: z.array(orderSummaryOutput), nextCursor: z.string().nullable() })
  .meta({ id: "OrderPage" });

/** A payment with what its shopper goes on with: for them alone. */
export const payablePaymentOutput = paymentOutput
  .extend({
    clientSecret: z
      .string()
      .nullable()
      .describe("For the provider's form in the storefront's page; null where there is nothing to fill in"),
    redirectUrl: z
      .string()
      .nullable()
      .describe("The provider's own page to send the shopper to; null where there is none"),
  })
  .meta({ id: "PayablePayment" });

export const placeOutput = z
  .object({
    order: orderOutput,
    accessToken: z
      .string()
      .nullable()
      .describe(
        "Lets the guest who placed the order see it: keep it. Null for a customer, who sees it signed in",
      ),
    payment: payablePaymentOutput,
  })
  .meta({ id: "PlacedOrder" });

export type PayablePayment = z.infer<typeof payablePaymentOutput>;
export type PlaceInput = z.infer<typeof placeInput>;
export type OrderInput = z.infer<typeof orderInput>;
export type CancelOrderInput = z.infer<typeof cancelOrderInput>;
export type ListOwnOrdersInput = z.infer<typeof listOwnOrdersInput>;
export type LookUpInput = z.infer<typeof lookUpInput>;
export type LookUpOutput = z.infer<typeof lookUpOutput>;
export type OrderSummary = z.infer<typeof orderSummaryOutput>;
export type OrderPage = z.infer<typeof orderPageOutput>;
export type Fulfillment = z.infer<typeof fulfillmentOutput>;
export type Refund = z.infer<typeof refundOutput>;
export type Order = z.infer<typeof orderOutput>;
export type OrderLine = z.infer<typeof orderLineOutput>;
export type PlacedOrder = z.infer<typeof placeOutput>;
