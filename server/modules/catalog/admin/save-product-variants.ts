import type { ServiceContext } from "../../../core/context.ts";
import { audit } from "../../auth/audit.ts";
import { applyVariants } from "./apply-variants.ts";
import { changeProduct } from "./change-product.ts";
import { getAdminProduct } from "./get-product.ts";
import type { AdminProduct } from "./schema.ts";
import type { SaveVariantsInput } from "./variant-schema.ts";
import { writeCatalog } from "./write-catalog.ts";

/**
 * Changes the variants that are named by id, adds those that are not, and removes the others if told to.
 * @throws NOT_FOUND, VERSION_CONFLICT, BAD_REQUEST, CONFLICT for the removal of one that was ordered
 */
export function saveProductVariants(ctx: ServiceContext, input: SaveVariantsInput): Promise<AdminProduct> {
  const { productId, version, variants, removeOthers = false } = input;
  return writeCatalog(ctx, async (tx) => {
    await changeProduct(tx, { id: productId, version }, {}, (product) => {
      const optionNames = input.optionNames ?? product.options.map(({ name }) => name);
      return applyVariants(tx, product, { optionNames, variants, removeOthers });
    });
    await audit(tx, "variants-saved", productId, { named: variants.length, removeOthers });
    return getAdminProduct(tx, { id: productId });
  });
}
