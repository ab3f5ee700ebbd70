import type { Client, InStatement, InValue, ResultSet, Transaction } from "@libsql/client";
import { is, Param, Placeholder, QueryPromise } from "drizzle-orm";
import type { LibSQLPreparedQuery } from "drizzle-orm/libsql";
import { type MapResult, mapResultOf } from "./map-rows.ts";
import type { Connection, Statement } from "./transaction.ts";

type Query = Statement & PromiseLike<unknown>;

/** A statement with its values, to be awaited or to be one of a `batch`. */
export type BoundStatement<Built extends Query> = PromiseLike<Awaited<Built>> & Pick<Built, "_">;

type Values = Record<string, unknown>;

/** What is the same each time. */
interface Plan {
  sql: string;
  params: readonly Fill[];
  mapResult: MapResult;
}

type Builder = Query & { prepare(): unknown };

/**
 * Builds a statement once for the whole process, since building costs Drizzle more than running costs SQLite, and runs
 * it with new values wherever it is asked to: on any database, in any transaction.
 */
export function prepared<Built extends Builder>(
  build: (db: Connection) => Built,
): (db: Connection, values?: Values) => BoundStatement<Built> {
  let plan: Plan | undefined;
  return (db, values = {}) => {
    plan ??= planOf(build(db));
    // Sound: it is awaited and batched as the builder would be, which is all that its type tells.
    return new BoundQuery(plan, db, values) as unknown as BoundStatement<Built>;
  };
}

/** The same of a query that gives one row or none: `limit 1` says so to the client, which then reads it in one step. */
export function preparedOne<Row>(
  build: (db: Connection) => Builder & PromiseLike<Row[]>,
): (db: Connection, values?: Values) => Promise<Row | undefined> {
  let plan: Plan | undefined;
  return async (db, values = {}) => {
    plan ??= limitedToOne(planOf(build(db)));
    // Sound: these are the rows that awaiting the builder would give.
    const [row] = (await new BoundQuery(plan, db, values)) as Row[];
    return row;
  };
}

function planOf(built: Builder): Plan {
  // Sound: every builder of a libSQL database prepares this class.
  const query = built.prepare() as LibSQLPreparedQuery;
  const { sql, params } = query.getQuery();
  return { sql, params: params.map(fillOf), mapResult: mapResultOf(query) };
}

const limitedToOne = (plan: Plan): Plan => ({ ...plan, sql: `${plan.sql} limit 1` });

class BoundQuery extends QueryPromise<unknown> {
  readonly #plan: Plan;
  readonly #db: Connection;
  readonly #args: InValue[];

  constructor(plan: Plan, db: Connection, values: Values) {
    super();
    this.#plan = plan;
    this.#db = db;
    this.#args = plan.params.map((fill) => fill(values));
  }

  override async execute(): Promise<unknown> {
    const { sql, mapResult } = this.#plan;
    return mapResult(await runnerOf(this.#db).execute({ sql, args: this.#args }));
  }

  /** What `db.batch` asks of its statements. */
  _prepare() {
    const { sql, mapResult } = this.#plan;
    return { getQuery: () => ({ sql, params: this.#args }), mapResult };
  }
}

/** The transaction, or the database's client outside of one. */
function runnerOf(db: Connection): { execute(statement: InStatement): Promise<ResultSet> } {
  // Sound: Drizzle declares them internal; the transaction is undefined outside of one.
  const { session } = db as unknown as { session: { client: Client; tx: Transaction | undefined } };
  return session.tx ?? session.client;
}

type Fill = (values: Values) => InValue;

/** How a parameter comes to its value. Sound: what it stands for, or a column's encoder makes of that, the driver takes. */
function fillOf(param: unknown): Fill {
  if (is(param, Placeholder)) {
    const { name } = param;
    return (values) => values[name] as InValue;
  }
  if (!is(param, Param) || !is(param.value, Placeholder)) return () => param as InValue;
  const { encoder, value } = param;
  const { name } = value;
  return (values) => {
    const given = values[name];
    return given === null ? null : (encoder.mapToDriverValue(given) as InValue);
  };
}
