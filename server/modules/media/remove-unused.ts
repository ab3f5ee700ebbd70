import { and, asc, eq, inArray, isNull, lte, notInArray, or, sql } from "drizzle-orm";
import { uploads } from "../../../db/schema/index.ts";
import { transact } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";
import type { MediaStore } from "../../core/ports.ts";
import { mentionedPictures, mentionedSince } from "./mentioned-pictures.ts";

/** Pictures that are looked at in one round. */
const atOnce = 20;

/** In milliseconds: what is in use is looked at again so much later. */
const reviewAfter = 7 * 24 * 60 * 60 * 1000;

/** In milliseconds: enough for the files of one round, also where a storage takes half a minute for each. */
const lease = 60 * 60 * 1000;

/** In milliseconds: a product may bear a date so long before it is committed; clocks differ. */
const margin = 60_000;

const isShown = sql<number>`exists (select 1 from product_images i where i.picture = uploads.picture)`;

type Context = Pick<ServiceContext, "db" | "clock">;

/** How many pictures were due, and how many of them nothing used. */
export interface Round {
  due: number;
  removed: number;
}

/**
 * Removes the pictures that are due and that nothing uses. From the moment that this is decided no product can take them
 * (migration `catalogue`). Their files go afterwards; where that fails, once more when the lease has ended.
 */
export async function removeUnused(ctx: Context, media: MediaStore): Promise<Round> {
  const now = ctx.clock.now();
  const isDue = isDueAt(now);
  const rows = await ctx.db
    .select({ picture: uploads.picture, isShown })
    .from(uploads)
    .where(isDue)
    .orderBy(asc(uploads.dueAt))
    .limit(atOnce);
  const due = rows.map(({ picture }) => picture);
  if (due.length === 0) return { due: 0, removed: 0 };
  const unshown = new Set(rows.flatMap(({ picture, isShown }) => (isShown === 1 ? [] : picture)));
  const candidates = await withoutMentioned(ctx, unshown);
  const goingUntil = new Date(now.getTime() + lease);

  const going = await transact(ctx, async ({ db }) => {
    // What was written while all the texts were read.
    const mentioned = await mentionedSince(db, candidates, new Date(now.getTime() - margin));
    const taken = await db
      .update(uploads)
      .set({ goingUntil })
      .where(and(inArray(uploads.picture, [...candidates.difference(mentioned)]), isDue, sql`not ${isShown}`))
      .returning({ picture: uploads.picture, files: uploads.files });
    const gone = taken.map(({ picture }) => picture);
    await db
      .update(uploads)
      .set({ dueAt: new Date(now.getTime() + reviewAfter) })
      .where(and(inArray(uploads.picture, due), isDue, notInArray(uploads.picture, gone)));
    return taken;
  });
  for (const { picture, files } of going) {
    const isOurs = and(eq(uploads.picture, picture), eq(uploads.goingUntil, goingUntil));
    for (const file of files) await media.remove(file);
    // It is known until the lease ends: no product takes what has just gone.
    if (files.length > 0) await ctx.db.update(uploads).set({ files: [] }).where(isOurs);
    else await ctx.db.delete(uploads).where(isOurs);
  }
  return { due: due.length, removed: going.length };
}

/** Also where whoever began to remove it has died. */
function isDueAt(now: Date) {
  return and(lte(uploads.dueAt, now), or(isNull(uploads.goingUntil), lte(uploads.goingUntil, now)));
}

async function withoutMentioned({ db }: Context, pictures: ReadonlySet<string>): Promise<Set<string>> {
  if (pictures.size === 0) return new Set();
  return pictures.difference(await mentionedPictures(db, pictures));
}
