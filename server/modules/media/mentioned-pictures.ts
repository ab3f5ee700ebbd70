import { setImmediate as nextTurn } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import type { Connection } from "../../../db/transaction.ts";
import { picturesIn } from "../../core/picture-names.ts";

const { placeholder } = sql;

/** In products: their texts are read at a time, and those who only read wait no longer than that takes. */
const step = 500;

/** A product's description in all its languages. */
const texts = sql<string>`p.description || coalesce((
  select group_concat(t.description, ' ') from product_translations t where t.product_id = p.id
), '')`;

const productsStatement = prepared((db) =>
  db
    .select({ number: sql<number>`p.number`, text: texts })
    .from(sql`products p`)
    .where(sql`p.number > ${placeholder("after")}`)
    .orderBy(sql`p.number`)
    .limit(step),
);

const changedStatement = prepared((db) =>
  db
    .select({ text: texts })
    .from(sql`products p indexed by products_by_update`)
    .where(sql`p.updated_at >= ${placeholder("since")}`),
);

const categoriesStatement = prepared((db) =>
  db.select({ text: sql<string>`d.text` }).from(
    sql`(
        select description as text from categories
        union all select description from category_translations where description is not null
      ) as d`,
  ),
);

/** Those of the pictures that any text of the catalogue shows. */
export async function mentionedPictures(db: Connection, pictures: ReadonlySet<string>): Promise<Set<string>> {
  const found = among(await categoriesStatement(db), pictures);
  let after = 0;
  for (;;) {
    const rows = await productsStatement(db, { after });
    const last = rows.at(-1);
    if (!last) return found;
    for (const picture of among(rows, pictures)) found.add(picture);
    after = last.number;
    await nextTurn();
  }
}

/** Those that texts show which were written since. */
export async function mentionedSince(
  db: Connection,
  pictures: ReadonlySet<string>,
  since: Date,
): Promise<Set<string>> {
  if (pictures.size === 0) return new Set();
  const rows = [
    ...(await changedStatement(db, { since: since.getTime() })),
    ...(await categoriesStatement(db)),
  ];
  return among(rows, pictures);
}

function among(rows: readonly { text: string }[], pictures: ReadonlySet<string>): Set<string> {
  return new Set(rows.flatMap(({ text }) => picturesIn(text)).filter((picture) => pictures.has(picture)));
}
