import { sql } from "drizzle-orm";
import type { Transaction } from "../../../db/transaction.ts";
import { AppError } from "../../core/errors.ts";
import { repeated } from "./repeated.ts";

/** Where the slugs of each are, and whose they are. */
const tables = {
  product: { slugs: sql`product_slugs`, owner: sql`product_id` },
  category: { slugs: sql`category_slugs`, owner: sql`category_id` },
} as const;

type Kind = keyof typeof tables;

/** What has slugs. */
export interface SlugOwner {
  kind: Kind;
  id: string;
}

/** A slug that a record had. */
export interface OldSlug {
  id: string;
  slug: string;
}

/** Lets slugs lead to records they were of before, but those that lead somewhere. Answers whether any was free. */
export async function saveOldSlugs(db: Transaction, kind: Kind, old: readonly OldSlug[]): Promise<boolean> {
  if (old.length === 0) return false;
  const { slugs, owner } = tables[kind];
  const added = await db.values(sql`
    insert into ${slugs}(slug, ${owner}, locale, is_current)
    select value ->> 'slug', value ->> 'id', '', 0 from json_each(${JSON.stringify(old)}) where true
    on conflict do nothing returning slug
  `);
  return added.length > 0;
}

export interface TranslatedSlug {
  locale: string;
  slug?: string | null | undefined;
}

/**
 * Gives up the slugs of a record's translations, which go on leading to it: before its own slug and theirs are saved, so
 * that these can be traded.
 */
export async function freeTranslatedSlugs(db: Transaction, { kind, id }: SlugOwner): Promise<void> {
  const { slugs, owner } = tables[kind];
  await db.run(
    sql`update ${slugs} set is_current = 0 where ${owner} = ${id} and locale <> '' and is_current = 1`,
  );
}

/** Gives a record's translations their slugs, once those it had are free. @throws BAD_REQUEST for one that is taken */
export async function takeTranslatedSlugs(
  db: Transaction,
  { kind, id }: SlugOwner,
  drafts: readonly TranslatedSlug[],
): Promise<void> {
  const wanted = drafts.flatMap(({ locale, slug }) => (slug ? [{ locale, slug }] : []));
  if (wanted.length === 0) return;
  const { slugs, owner } = tables[kind];
  const rows = JSON.stringify(wanted);
  const named = sql`(select value ->> 'slug' from json_each(${rows}))`;
  const found = await db.values<[string]>(
    sql`select slug from ${slugs} where is_current = 1 and slug in ${named}`,
  );
  assertFree(drafts, new Set(found.map((row) => row[0])));
  await db.run(sql`delete from ${slugs} where slug in ${named}`); // what only led elsewhere
  await db.run(sql`
    insert into ${slugs}(slug, ${owner}, locale, is_current)
    select value ->> 'slug', ${id}, value ->> 'locale', 1 from json_each(${rows})
  `);
}

function assertFree(drafts: readonly TranslatedSlug[], taken: ReadonlySet<string>): void {
  const doubled = new Set(repeated(drafts, ({ slug }) => slug));
  const issues = drafts.flatMap(({ slug }, index) =>
    slug && (taken.has(slug) || doubled.has(index))
      ? [{ path: `translations.${index}.slug`, message: "is taken" }]
      : [],
  );
  if (issues.length > 0) throw new AppError("BAD_REQUEST", { issues });
}
