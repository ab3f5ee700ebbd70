import { desc, gte, max, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { catalogueChanges } from "../../../db/schema/index.ts";
import type { Connection } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";

/** Fewer than the database keeps, so that whoever has missed some is told of too many. */
const most = 1000;

const changesStatement = prepared((db) =>
  db
    .select({ id: catalogueChanges.id, productId: catalogueChanges.productId })
    .from(catalogueChanges)
    .where(gte(catalogueChanges.id, sql.placeholder("since")))
    .orderBy(desc(catalogueChanges.id))
    .limit(most + 1),
);

const lastStatement = prepared((db) => db.select({ id: max(catalogueChanges.id) }).from(catalogueChanges));

/** What has changed of what shoppers are shown. */
export interface CatalogueChanges {
  /** The id of the last change. */
  last: number;
  /** `everything` for something that any product may show, and for more products than are worth naming. */
  changed: "everything" | ReadonlySet<string>;
}

/** The changes after the one of that id; `everything`, too, where that one is not there: too many came since, or it never was. */
export async function readChanges(
  { db }: Pick<ServiceContext, "db">,
  since: number,
): Promise<CatalogueChanges> {
  const rows = await changesStatement(db, { since });
  const last = rows[0]?.id ?? 0;
  const known = rows.pop();
  const ids = rows.map(({ productId }) => productId);
  const named = ids.filter((id) => id !== null);
  const all = (known?.id ?? 0) !== since || named.length < ids.length;
  return { last, changed: all ? "everything" : new Set(named) };
}

/** The last change; 0 where there is none. */
export async function lastChangeId(db: Connection): Promise<number> {
  const [last] = await lastStatement(db);
  return last?.id ?? 0;
}
