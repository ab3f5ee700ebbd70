import type { Client, InStatement, InValue, ResultSet, Transaction } from "@libsql/client";
import { is, Param, Placeholder, QueryPromise } from "drizzle-orm";
import type { LibSQLPreparedQuery } from "drizzle-orm/libsql";
import { type MapRows, mapRowsOf } from "./map-rows.ts";
import type { Connection, Statement } from "./transaction.ts";

type Query = Statement & PromiseLike<unknown>;

/** A statement with its values, to be awaited or to be one of a `batch`. */
export type BoundStatement<Built extends Query> = PromiseLike<Awaited<Built>> & Pick<Built, "_">;

type Values = Record<string, unknown>;

/** What is the same each time. */
interface Plan {
  sql: string;
  params: readonly Fill[];
  mapRows: MapRows;
}

/**
 * Builds a statement once for the whole process, since building costs Drizzle more than running costs SQLite, and runs
 * it with new values wherever it is asked to: on any database, in any transaction.
 */
export function prepared<Built extends Query & { prepare(): unknown }>(
  build: (db: Connection) => Built,
): (db: Connection, values?: Values) => BoundStatement<Built> {
  let plan: Plan | undefined;
  return (db, values = {}) => {
    // Sound: every builder of a libSQL database prepares this class.
    plan ??= planOf(build(db).prepare() as LibSQLPreparedQuery);
    // Sound: it is awaited and batched as the builder would be, which is all that its type tells.
    return new BoundQuery(plan, db, values) as unknown as BoundStatement<Built>;
  };
}

function planOf(query: LibSQLPreparedQuery): Plan {
  const { sql, params } = query.getQuery();
  return { sql, params: params.map(fillOf), mapRows: mapRowsOf(query) };
}

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
    const { sql, mapRows } = this.#plan;
    return mapRows(await runnerOf(this.#db).execute({ sql, args: this.#args }));
  }

  /** What `db.batch` asks of its statements. */
  _prepare() {
    const { sql, mapRows } = this.#plan;
    return {
      getQuery: () => ({ sql, params: this.#args }),
      mapResult: (result: ResultSet) => mapRows(result),
    };
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
