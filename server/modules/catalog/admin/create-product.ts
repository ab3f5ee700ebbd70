import { products } from "../../../../db/schema/index.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { newId } from "../../../core/ids.ts";
import { audit } from "../../auth/audit.ts";
import { freeSlug } from "../free-slug.ts";
import { plainText } from "../plain-text.ts";
import { titleKey } from "../title-key.ts";
import { applyVariants } from "./apply-variants.ts";
import { touchProducts } from "./change-product.ts";
import { getAdminProduct } from "./get-product.ts";
import { saveParts } from "./product-parts.ts";
import type { AdminProduct, CreateProductInput } from "./schema.ts";
import type { NewVariantInput } from "./variant-schema.ts";
import { writeCatalog } from "./write-catalog.ts";

/** A new product, a draft unless told otherwise. @throws BAD_REQUEST, CONFLICT */
export function createProduct(ctx: ServiceContext, input: CreateProductInput): Promise<AdminProduct> {
  const { slug, description = "", status = "draft", publishedAt } = input;
  return writeCatalog(ctx, async (tx) => {
    const now = tx.clock.now();
    const [product] = await tx.db
      .insert(products)
      .values({
        id: newId("prod"),
        slug: slug ?? (await freeSlug(tx.db, input.title)),
        title: input.title,
        titleKey: titleKey(input.title),
        description,
        descriptionText: plainText(description),
        vendor: input.vendor,
        type: input.type,
        seoTitle: input.seoTitle,
        seoDescription: input.seoDescription,
        taxClass: input.taxClass,
        options: [],
        status,
        publishedAt: publishedAt === undefined && status === "published" ? now : publishedAt,
        createdAt: now,
        updatedAt: now,
      })
      .returning();
    if (!product) throw new Error("An insert returned no row");
    const { id } = product;
    await saveParts(tx, id, input);
    const { optionNames = [] } = input;
    await applyVariants(tx, product, { optionNames, variants: variantsOf(input), removeOthers: false });
    await touchProducts(tx, [id]);
    await audit(tx, "product-created", id, { slug: product.slug, title: product.title });
    return getAdminProduct(tx, { id });
  });
}

/** A product with nothing to choose has one variant, once it has a price. */
function variantsOf({ variants, prices }: CreateProductInput): NewVariantInput[] {
  return variants ?? (prices?.length ? [{ prices }] : []);
}
