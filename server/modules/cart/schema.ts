import { z } from "zod";
import { cartStatuses } from "../../../db/enums.ts";
import { idInput, imageOutput, marketInput, moneyOutput } from "../../core/contract.ts";
import { emailInput } from "../auth/schema.ts";
import { totalsOutput } from "../pricing/schema.ts";
import { addressInput, addressOutput, shippingOptionOutput } from "../shipping/schema.ts";
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
export const setAddressesInput = z.object({
  cartId: idInput,
  shipping: addressInput,
  billing: addressInput.optional().describe("The shipping address when left out"),
});
export const setShippingOptionInput = z.object({ cartId: idInput, shippingOptionId: idInput });

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
    total: moneyOutput,
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
    shippingOption: shippingOptionOutput.nullable(),
    lines: z.array(cartLineOutput),
    totals: totalsOutput,
    createdAt: z.date(),
    updatedAt: z.date(),
  })
  .meta({ id: "Cart" });

export const shippingOptionsOutput = z.array(shippingOptionOutput);

export type CreateCartInput = z.infer<typeof createCartInput>;
export type AddLineInput = z.infer<typeof addLineInput>;
export type UpdateLineInput = z.infer<typeof updateLineInput>;
export type RemoveLineInput = z.infer<typeof removeLineInput>;
export type SetEmailInput = z.infer<typeof setEmailInput>;
export type SetAddressesInput = z.infer<typeof setAddressesInput>;
export type SetShippingOptionInput = z.infer<typeof setShippingOptionInput>;
export type Cart = z.infer<typeof cartOutput>;
export type CartLine = z.infer<typeof cartLineOutput>;
export type CartLineIssue = z.infer<typeof lineIssueOutput>;
