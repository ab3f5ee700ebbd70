import { and, eq, notInArray, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { productImages } from "../../../db/schema/index.ts";
import type { Transaction } from "../../../db/transaction.ts";
import { newId } from "../../core/ids.ts";
import { pictureOf } from "../../core/picture-names.ts";
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
  const wanted = withoutRepeated(drafts);
  const added = newImages(productId, wanted, known);
  if (added.length > 0) await db.insert(productImages).values(added);

  let changed = added.length > 0;
  for (const { url, position, ...draft } of wanted) {
    const image = known.get(url);
    const picture = draft.sizes === undefined ? undefined : pictureOf({ url, sizes: draft.sizes });
    const different = image && differences(image, { ...draft, picture, position: position ?? undefined });
    if (!different) continue;
    await db.update(productImages).set(different).where(eq(productImages.id, image.id));
    changed = true;
  }
  return { changed, ids: new Map([...known.values(), ...added].map(({ url, id }) => [url, id])) };
}

/** Gives a product these images and no others, in their order; those it has keep their ids. */
export async function replaceImages(
  db: Transaction,
  productId: string,
  drafts: readonly ImageDraft[],
): Promise<SavedImages> {
  const known = (await imagesStatement(db, { productId })).toSorted(inOrder);
  const wanted = withoutRepeated(drafts);
  const isSame = (draft: ImageDraft, index: number) =>
    known[index] && !differences(known[index], { ...draft, position: undefined });
  if (known.length === wanted.length && wanted.every(isSame)) {
    return { changed: false, ids: new Map(known.map(({ url, id }) => [url, id])) };
  }
  const urls = wanted.map(({ url }) => url);
  await db
    .delete(productImages)
    .where(and(eq(productImages.productId, productId), notInArray(productImages.url, urls)));
  const { ids } = await saveImages(
    db,
    productId,
    wanted.map((draft, position) => ({ ...draft, position })),
  );
  return { changed: true, ids };
}

type ImageRow = typeof productImages.$inferSelect;

/** The rows of those drafts that have the address of no known image; whose place is not told come last. */
export function newImages(
  productId: string,
  drafts: readonly ImageDraft[],
  known: ReadonlyMap<string, ImageRow>,
): ImageRow[] {
  const last = Math.max(0, ...[...known.values(), ...drafts].map(({ position }) => position ?? 0));
  return drafts
    .filter(({ url }) => !known.has(url))
    .map(({ url, alt = "", position, width = null, height = null, sizes = null }, index) => ({
      picture: pictureOf({ url, sizes }),
      id: newId("img"),
      productId,
      url,
      alt,
      position: position ?? last + 1 + index,
      width,
      height,
      sizes,
    }));
}

export function withoutRepeated(drafts: readonly ImageDraft[]): ImageDraft[] {
  const byUrl = new Map(drafts.toReversed().map((draft) => [draft.url, draft]));
  return drafts.filter((draft) => byUrl.get(draft.url) === draft);
}

function inOrder(one: ImageRow, other: ImageRow): number {
  return one.position - other.position || (one.url < other.url ? -1 : 1);
}
