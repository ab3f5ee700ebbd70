import { z } from "zod";
import { cartStatuses, couponRefusals } from "../../../db/enums.ts";
import { idInput, imageOutput, marketInput, moneyOutput } from "../../core/contract.ts";
import { emailInput } from "../auth/schema.ts";
import {
  adjustmentOutput,
  pricedOutput,
  taxOutput,
  taxReliefOutput,
  totalsOutput,
} from "../pricing/schema.ts";
import { addressInput, addressOutput, chosenOptionOutput, shippingOptionOutput } from "../shipping/schema.ts";
import { maxQuantity } from "./limits.ts";
import { attributesInput } from "./line-attributes.ts";

const quantityInput = z.int().min(1).max(maxQuantity);

export const cartIdInput = z.object({ cartId: idInput });
export const createCartInput = z.object({ market: marketInput }).optional();
export const addLineInput = z.object({
  cartId: idInput,
  variantId: idInput,
  quantity: quantityInput,
  attributes: attributesInput.default({}),
});
export const updateLineInput = z.object({
  cartId: idInput,
  lineId: idInput,
  quantity: z.int().min(0).max(maxQuantity).describe("0 removes the line"),
});
export const removeLineInput = z.object({ cartId: idInput, lineId: idInput });
export const setEmailInput = z.object({ cartId: idInput, email: emailInput });
const exampleAddress = {
  firstName: "Ada",
  lastName: "Lovelace",
  line1: "12 Harbour Street",
  city: "Berlin",
  postalCode: "10115",
  country: "DE",
};

export const setAddressesInput = z
  .object({
    cartId: idInput,
    shipping: addressInput.optional().describe("May be left out where nothing is sent"),
    billing: addressInput.optional().describe("The shipping address when left out"),
  })
  .refine(({ shipping, billing }) => shipping ?? billing, {
    path: ["shipping"],
    error: "Expected an address for shipping, for billing or for both",
  })
  .meta({ examples: [{ cartId: "cart_1", shipping: exampleAddress }] });
export const setShippingOptionInput = z.object({ cartId: idInput, shippingOptionId: idInput });

export const couponInput = z.object({ cartId: idInput, code: z.string().min(1).max(100) });
export const setVatIdInput = z.object({
  cartId: idInput,
  vatId: z
    .string()
    .min(1)
    .max(40)
    .nullable()
    .describe("With its country's letters or, once an address is known, without; null for none"),
});
export const currentCartInput = z.object({ market: marketInput }).optional();

const couponRefusalOutput = z.enum(couponRefusals).meta({ id: "CouponRefusal" });

export const lineIssueOutput = z
  .discriminatedUnion("code", [
    z.object({ code: z.literal("VARIANT_UNAVAILABLE") }),
    z.object({ code: z.literal("OUT_OF_STOCK"), available: z.int() }),
    z.object({ code: z.literal("TOO_MANY"), max: z.int() }),
    z.object({ code: z.literal("PRICE_CHANGED"), seenUnitPrice: moneyOutput }),
  ])
  .meta({ id: "CartLineIssue" });

export const cartLineOutput = z
  .object({
    id: z.string(),
    variantId: z.string(),
    productSlug: z.string(),
    title: z.string().describe("The product's title"),
    variantTitle: z.string(),
    sku: z.string().nullable(),
    image: imageOutput.nullable(),
    quantity: z.int(),
    attributes: z.record(z.string(), z.string()),
    unitPrice: moneyOutput,
    ...pricedOutput.shape,
    issues: z.array(lineIssueOutput).describe("What stands in the way of ordering the line as it is"),
  })
  .meta({ id: "CartLine" });

export const cartOutput = z
  .object({
    id: z.string().describe("Keep it secret: who knows it may use the cart"),
    version: z.int().describe("Rises with every change"),
    status: z.enum(cartStatuses),
    market: z.string(),
    currency: z.string().describe("ISO 4217"),
    email: z.string().nullable(),
    shippingAddress: addressOutput.nullable(),
    billingAddress: addressOutput.nullable(),
    vatId: z.string().nullable(),
    requiresShipping: z.boolean().describe("Whether any line has to be sent or fetched"),
    shippingOption: chosenOptionOutput.nullable().describe("The one that was chosen"),
    lines: z.array(cartLineOutput),
    shipping: z
      .object({ option: shippingOptionOutput, ...pricedOutput.shape })
      .nullable()
      .describe("Null where none is chosen or needed, and where the chosen one does not take the cart"),
    coupons: z
      .array(
        z.object({
          code: z.string(),
          applied: z.boolean(),
          reason: couponRefusalOutput.nullable().describe("Why it takes nothing off; null where it does"),
        }),
      )
      .describe("The cart's codes, in the order in which they came"),
    promotions: z.array(adjustmentOutput).describe("All that each promotion takes off, lines and shipping"),
    taxes: z.array(taxOutput).describe("The sum of each tax"),
    taxIncluded: z.boolean().describe("Whether the prices hold the taxes"),
    taxRelief: taxReliefOutput,
    taxEstimated: z.boolean().describe("Whether who works out the taxes could not be asked"),
    totals: totalsOutput,
    createdAt: z.date(),
    updatedAt: z.date(),
  })
  .meta({ id: "Cart" });

export const cappedLineOutput = z
  .object({
    lineId: z.string(),
    variantId: z.string(),
    wanted: z.int().describe("What both carts had of it together"),
    quantity: z.int().describe("What the limits left of that"),
  })
  .meta({ id: "CappedLine" });

export const claimOutput = z
  .object({
    cart: cartOutput,
    capped: z.array(cappedLineOutput),
    droppedCodes: z.array(z.string()).describe("Those of the guest's cart beyond what a cart takes"),
  })
  .meta({ id: "ClaimedCart" });

export const currentCartOutput = cartOutput.nullable();

export const shippingOptionsOutput = z.array(shippingOptionOutput);

export type CreateCartInput = z.infer<typeof createCartInput>;
export type AddLineInput = z.infer<typeof addLineInput>;
export type UpdateLineInput = z.infer<typeof updateLineInput>;
export type RemoveLineInput = z.infer<typeof removeLineInput>;
export type SetEmailInput = z.infer<typeof setEmailInput>;
export type SetAddressesInput = z.infer<typeof setAddressesInput>;
export type SetShippingOptionInput = z.infer<typeof setShippingOptionInput>;
export type CouponInput = z.infer<typeof couponInput>;
export type SetVatIdInput = z.infer<typeof setVatIdInput>;
export type CurrentCartInput = z.infer<typeof currentCartInput>;
export type ClaimedCart = z.infer<typeof claimOutput>;
export type Cart = z.infer<typeof cartOutput>;
export type CartLine = z.infer<typeof cartLineOutput>;
export type CartLineIssue = z.infer<typeof lineIssueOutput>;
