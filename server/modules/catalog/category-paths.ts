import { type SQL, sql } from "drizzle-orm";
import { localCategorySlug, localCategoryText } from "./locales.ts";

/** A category `c` on the way from the root to another, the `leaf`. */
export const stepFields = {
  leaf: sql<string>`c.leaf`,
  slug: localCategorySlug,
  name: localCategoryText("name"),
};

/** What leads to each of some categories: those that `leaves`, what follows a `from`, calls `c`. */
export const stepsTo = (leaves: SQL): SQL => sql`(
  with recursive up(leaf, height, id, parent_id, slug, name) as (
    select c.id, 0, c.id, c.parent_id, c.slug, c.name from ${leaves}
    union all
    select up.leaf, up.height + 1, c.id, c.parent_id, c.slug, c.name
    from up cross join categories c on c.id = up.parent_id
  )
  select * from up
) as c`;

/** The root first. */
export const stepOrder = sql`c.height desc`;
