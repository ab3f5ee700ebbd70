import type { TaxLine } from "../../../../db/schema/order.ts";
import { sumOf } from "../../../core/exact.ts";
import { shareOf } from "../../pricing/share-of.ts";
import type { OrderLineRow, OrderState } from "../present-order.ts";

/** What an invoice has a line for; amounts in minor units. */
export interface KeptLine {
  title: string;
  variantTitle: string;
  sku: string | null;
  quantity: number;
  unitAmount: number;
  /** What promotions take off the units; with the tax where that stands in the prices. */
  discount: number;
  taxes: TaxLine[];
  tax: number;
  total: number;
}

/** The units of an order that were neither canceled nor came back, with their share of the money, and its shipping. */
export function keptLines({ order, lines }: OrderState): KeptLine[] {
  const kept = lines.map((line) => keptLine(line, order.taxIncluded)).filter(({ quantity }) => quantity > 0);
  return order.shippingName === null ? kept : [...kept, shippingLine(order, order.shippingName)];
}

function keptLine(line: OrderLineRow, taxIncluded: boolean): KeptLine {
  const gone = line.canceledQuantity + line.returnedQuantity;
  const count = line.quantity - gone;
  const part = { quantity: line.quantity, first: gone, count };
  const taxes = line.taxes.map((tax) => ({ ...tax, amount: shareOf(tax.amount, part) }));
  const tax = sumOf(taxes.map(({ amount }) => amount));
  const total = shareOf(line.totalAmount, part);
  return {
    title: line.productTitle,
    variantTitle: line.variantTitle,
    sku: line.sku,
    quantity: count,
    unitAmount: line.unitAmount,
    discount: line.unitAmount * count - (taxIncluded ? total : total - tax),
    taxes,
    tax,
    total,
  };
}

function shippingLine(order: OrderState["order"], name: string): KeptLine {
  const { shippingAmount, shippingDiscountAmount: discount, shippingTaxes: taxes } = order;
  const tax = sumOf(taxes.map(({ amount }) => amount));
  return {
    title: `Shipping: ${name}`,
    variantTitle: "",
    sku: null,
    quantity: 1,
    unitAmount: shippingAmount + discount,
    discount,
    taxes,
    tax,
    total: shippingAmount + (order.taxIncluded ? 0 : tax),
  };
}
