import { type SQL, sql } from "drizzle-orm";
import { isOther, isPublic, otherParts, publicParts } from "./query-parts.ts";

/** Of those that have the words, the newest are looked at: a common word's are not gone through to their end. */
const looked = sql`order by rowid desc limit 5000`;

/** The products that have the words, of the published ones or of all others. */
const having = (parts: SQL, isAmong: SQL) => sql`
  select product_id from (
    with ${parts}, hits(rowid) as (
      select rowid from (
        select rowid from search_titles
        where search_titles match (select begun from parts) and ${isAmong} ${looked}
      )
      union
      select rowid from (
        select rowid from search_index
        where search_index match (select anywhere from parts) and ${isAmong} ${looked}
      )
    )
    select d.product_id from hits cross join search_documents d on d.rowid = hits.rowid
  )`;

/** A select of the ids of products in which the words of a `SearchQuery` are, whatever their status. */
export const productsOfWords = sql`${having(publicParts, isPublic)} union ${having(otherParts, isOther)}`;

/** A select of what it may be as a SKU or barcode. */
export const typedCodes = sql`select value from json_each(${sql.placeholder("codes")})`;
