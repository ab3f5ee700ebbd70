import { onlyVariantTitle } from "../catalog/variant-title.ts";
import type { OrderLine } from "../order/schema.ts";
import { oneLine } from "./layout.ts";

/** What was bought, in one line. */
export function nameOf({
  title,
  variantTitle,
  sku,
}: Pick<OrderLine, "title" | "variantTitle" | "sku">): string {
  const variant = variantTitle === onlyVariantTitle ? "" : `, ${variantTitle}`;
  return oneLine(`${title}${variant}${sku === null ? "" : ` (${sku})`}`);
}
