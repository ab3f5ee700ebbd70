import { sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { localCategorySlug, localCategoryText } from "./locales.ts";

const { placeholder } = sql;

/** The product asked for by `productId`, or by any `slug` it ever had where that is null. */
export const wantedId = sql`coalesce(${placeholder("productId")}, (
  select product_id from product_slugs where slug = ${placeholder("slug")}
))`;

/** What leads to each category of a product, or to the one of `categorySlug`: the root first, `leaf` where it leads. */
export const pathsStatement = prepared((db) =>
  db
    .select({
      leaf: sql<string>`steps.leaf`,
      slug: localCategorySlug,
      name: localCategoryText("name"),
    })
    .from(sql`(
      with recursive up(leaf, id, height) as (
        select id, id, 0 from categories where id in (
          select category_id from product_categories where product_id = ${wantedId}
          union select category_id from category_slugs where slug = ${placeholder("categorySlug")}
        )
        union all
        select up.leaf, c.parent_id, up.height + 1 from up join categories c on c.id = up.id
        where c.parent_id is not null
      )
      select * from up
    ) as steps cross join categories c on c.id = steps.id`)
    .orderBy(sql`steps.height desc`),
);
