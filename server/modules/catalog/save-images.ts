import { eq, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { productImages } from "../../../db/schema/index.ts";
import type { Transaction } from "../../../db/transaction.ts";
import { newId } from "../../core/ids.ts";
import { differences } from "./differences.ts";
import type { ImageDraft } from "./product-draft.ts";

interface SavedImages {
  changed: boolean;
  /** The ids of the product's images by address. */
  ids: ReadonlyMap<string, string>;
}

const imagesStatement = prepared((db) =>
  db
    .select()
    .from(productImages)
    .where(eq(productImages.productId, sql.placeholder("productId"))),
);

/** Gives a product these images beside those it has. Of two drafts with one address the first counts. */
export async function saveImages(
  db: Transaction,
  productId: string,
  drafts: readonly ImageDraft[],
): Promise<SavedImages> {
  if (drafts.length === 0) return { changed: false, ids: new Map() };
  const known = new Map((await imagesStatement(db, { productId })).map((image) => [image.url, image]));
  const wanted = drafts.filter(({ url }, index) => drafts.findIndex((other) => other.url === url) === index);
  const last = Math.max(0, ...[...known.values(), ...wanted].map(({ position }) => position ?? 0));

  const added = wanted
    .filter(({ url }) => !known.has(url))
    .map(({ url, alt, position }, index) => ({
      id: newId("img"),
      productId,
      url,
      alt,
      position: position ?? last + 1 + index,
    }));
  if (added.length > 0) await db.insert(productImages).values(added);

  let changed = added.length > 0;
  for (const { url, alt, position } of wanted) {
    const image = known.get(url);
    const different = image && differences(image, { alt, position: position ?? undefined });
    if (!different) continue;
    await db.update(productImages).set(different).where(eq(productImages.id, image.id));
    changed = true;
  }
  return { changed, ids: new Map([...known.values(), ...added].map(({ url, id }) => [url, id])) };
}
