import { sql } from "drizzle-orm";
import type { Connection } from "../../db/transaction.ts";
import { cartSubjects } from "./carts.ts";
import { fulfillmentSubjects } from "./fulfillments.ts";
import { invoiceSubjects } from "./invoices.ts";
import { moneySubjects } from "./money.ts";
import { orderLineSubjects } from "./order-lines.ts";
import { orderSubjects } from "./orders.ts";
import { outboxSubjects } from "./outbox.ts";
import { paymentSubjects } from "./payments.ts";
import { promotionSubjects } from "./promotions.ts";
import { returnSubjects } from "./returns.ts";
import { stockSubjects } from "./stock.ts";
import type { Subject } from "./subject.ts";

/** What became of looking for rows of which something is not true. */
export interface Verdict {
  invariant: string;
  table: string;
  /** How many rows were looked at. */
  rows: number;
  /** How many of them break it. */
  broken: number;
  /** The first of those. */
  ids: string[];
}

const subjects: readonly Subject[] = [
  ...stockSubjects,
  ...cartSubjects,
  ...orderSubjects,
  ...orderLineSubjects,
  ...paymentSubjects,
  ...moneySubjects,
  ...fulfillmentSubjects,
  ...returnSubjects,
  ...promotionSubjects,
  ...invoiceSubjects,
  ...outboxSubjects,
];

/** How many rows are looked at in one statement, which sees one moment of a database that others go on writing. */
const chunkSize = 500;

/** How many of the rows that break something are named. */
const named = 20;

/** Looks at every row of which something has to be true, and changes nothing. */
export async function* verify(db: Connection): AsyncGenerator<Verdict> {
  for (const subject of subjects) yield* await verifySubject(db, subject);
}

async function verifySubject(db: Connection, subject: Subject): Promise<Verdict[]> {
  const verdicts = Object.keys(subject.invariants).map(
    (invariant): Verdict => ({ invariant, table: subject.table, rows: 0, broken: 0, ids: [] }),
  );
  const { length } = subject.key;
  for (let after: unknown[] | undefined, more = true; more; ) {
    const rows = await db.values<unknown[]>(chunkOf(subject, after));
    for (const row of rows) {
      after = row.slice(0, length);
      const [id, ...holds] = row.slice(length);
      for (const [index, verdict] of verdicts.entries()) count(verdict, String(id), holds[index] === 1);
    }
    more = rows.length === chunkSize;
  }
  return verdicts;
}

/** The rows that follow in the order of the key. */
function chunkOf({ table, key, id, invariants }: Subject, after: unknown[] | undefined) {
  const conditions = Object.values(invariants).map((condition) => `(${condition}) is true`);
  const columns = sql.raw([...key, id ?? key.join(" || ' ' || "), ...conditions].join(", "));
  const order = sql.raw(key.join(", "));
  const values = after?.map((value) => sql`${value}`);
  const behind = values && sql`where (${order}) > (${sql.join(values, sql`, `)})`;
  return sql`select ${columns} from ${sql.raw(table)} ${behind} order by ${order} limit ${chunkSize}`;
}

function count(verdict: Verdict, id: string, holds: boolean): void {
  verdict.rows += 1;
  if (holds) return;
  verdict.broken += 1;
  if (verdict.ids.length < named) verdict.ids.push(id);
}
