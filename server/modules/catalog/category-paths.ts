import { type SQL, sql } from "drizzle-orm";
import { localCategorySlug, localCategoryText } from "./locales.ts";

/** A category `c` on the way from the root to another, the `leaf`. */
export const stepFields = {
  leaf: sql<string>`steps.leaf`,
  slug: localCategorySlug,
  name: localCategoryText("name"),
};

/** What leads to each of some categories, of the ids that `leaves` selects. */
export const stepsTo = (leaves: SQL): SQL => sql`(
  with recursive up(leaf, id, height) as (
    select id, id, 0 from categories where id in (${leaves})
    union all
    select up.leaf, c.parent_id, up.height + 1 from up join categories c on c.id = up.id
    where c.parent_id is not null
  )
  select * from up
) as steps cross join categories c on c.id = steps.id`;

/** The root first. */
export const stepOrder = sql`steps.height desc`;
