import { z } from "zod";
import { maxLengths } from "../limits.ts";
import type { VariantDraft } from "../product-draft.ts";
import {
  amountOrNull,
  code,
  flag,
  grams,
  oneOf,
  text,
  textUpTo,
  webAddressOrNull,
  wholeNumber,
} from "./cells.ts";

/** Only checked here. */
const optionValue = textUpTo(maxLengths.optionValue).optional();

/** Of the cells of a variant but its options; its price is in the currency. */
export const variantSchema = (currency: string) =>
  z
    .object({
      "Option1 Value": optionValue,
      "Option2 Value": optionValue,
      "Option3 Value": optionValue,
      "Variant SKU": code.optional(),
      "Variant Barcode": code.optional(),
      "Variant Grams": grams.optional(),
      "Variant Inventory Tracker": text.optional(),
      "Variant Inventory Qty": wholeNumber(0).optional(),
      "Variant Inventory Policy": oneOf(["deny", "continue"], "deny").optional(),
      "Variant Price": amountOrNull(currency).optional(),
      "Variant Compare At Price": amountOrNull(currency).optional(),
      "Variant Requires Shipping": flag(true).optional(),
      "Variant Image": webAddressOrNull.optional(),
    })
    .transform((cells): VariantDraft => {
      const price = cells["Variant Price"] ?? null;
      const before = cells["Variant Compare At Price"] ?? 0;
      const limited = cells["Variant Inventory Policy"] === "continue" ? "backorder" : "deny";
      return {
        sku: cells["Variant SKU"],
        barcode: cells["Variant Barcode"],
        prices:
          price === null
            ? [] // it keeps those it has
            : [{ currency, amount: price, compareAtAmount: before > price ? before : null }],
        weightGrams: cells["Variant Grams"],
        requiresShipping: cells["Variant Requires Shipping"],
        imageUrl: cells["Variant Image"],
        stock: {
          policy: cells["Variant Inventory Tracker"] ? limited : "untracked",
          onHand: Math.max(cells["Variant Inventory Qty"] ?? 0, 0),
        },
      };
    });
