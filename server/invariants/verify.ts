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
  for (let after = 0, more = true; more; ) {
    const rows = await db.values<[rowId: number, id: string, ...holds: number[]]>(chunkOf(subject, after));
    for (const row of rows) {
      after = row[0];
      for (const [index, verdict] of verdicts.entries()) count(verdict, row[1], row[2 + index] === 1);
    }
    more = rows.length === chunkSize;
  }
  return verdicts;
}

function chunkOf({ table, id, invariants }: Subject, after: number) {
  const conditions = Object.values(invariants).map((condition) => `(${condition}) is true`);
  const columns = sql.raw([`${table}.rowid`, id, ...conditions].join(", "));
  const from = sql.raw(`${table}`);
  return sql`select ${columns} from ${from} where ${from}.rowid > ${after} order by ${from}.rowid limit ${chunkSize}`;
}

function count(verdict: Verdict, id: string, holds: boolean): void {
  verdict.rows += 1;
  if (holds) return;
  verdict.broken += 1;
  if (verdict.ids.length < named) verdict.ids.push(id);
}
