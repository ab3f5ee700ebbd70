import { sql } from "drizzle-orm";
import { products } from "../../../../db/schema/index.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { audit } from "../../auth/audit.ts";
import { plainText } from "../plain-text.ts";
import { freeTranslatedSlugs } from "../slugs.ts";
import { titleKey } from "../title-key.ts";
import { changeProduct } from "./change-product.ts";
import { getAdminProduct } from "./get-product.ts";
import { saveParts } from "./product-parts.ts";
import type { AdminProduct, ArchiveProductInput, UpdateProductInput } from "./schema.ts";
import { writeCatalog } from "./write-catalog.ts";

/** Changes what is given. @throws NOT_FOUND, VERSION_CONFLICT, BAD_REQUEST */
export function updateProduct(ctx: ServiceContext, input: UpdateProductInput): Promise<AdminProduct> {
  const { id, version, tags, images, categories, attributes, translations, ...fields } = input;
  return writeCatalog(ctx, async (tx) => {
    if (translations !== undefined) await freeTranslatedSlugs(tx.db, { kind: "product", id });
    const { title, description, status, publishedAt } = fields;
    const changes = {
      ...fields,
      titleKey: title === undefined ? undefined : titleKey(title),
      descriptionText: description === undefined ? undefined : plainText(description),
      publishedAt:
        status === "published" && publishedAt === undefined ? firstPublished(tx.clock.now()) : publishedAt,
    };
    await changeProduct(tx, { id, version }, changes, () =>
      saveParts(tx, id, { tags, images, categories, attributes, translations }),
    );
    await audit(tx, "product-updated", id, { fields: givenFields(input) });
    return getAdminProduct(tx, { id });
  });
}

/** Takes a product out of every list, and keeps it. @throws NOT_FOUND, VERSION_CONFLICT */
export function archiveProduct(ctx: ServiceContext, input: ArchiveProductInput): Promise<AdminProduct> {
  return writeCatalog(ctx, async (tx) => {
    await changeProduct(tx, input, { status: "archived" });
    await audit(tx, "product-archived", input.id);
    return getAdminProduct(tx, input);
  });
}

/** The date it has; now for what was never published. */
export function firstPublished(now: Date) {
  return sql`coalesce(${products.publishedAt}, ${now.getTime()})`;
}

function givenFields({ id: _, version: __, ...fields }: UpdateProductInput): string[] {
  return Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [name]));
}
