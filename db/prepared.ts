import { is, Param, Placeholder, QueryPromise } from "drizzle-orm";
import type { LibSQLPreparedQuery } from "drizzle-orm/libsql";
import type { Connection, Statement } from "./transaction.ts";

type Query = Statement & PromiseLike<unknown>;

/** A statement with its values, to be awaited or to be one of a `batch`. */
export type BoundStatement<Built extends Query> = PromiseLike<Awaited<Built>> & Pick<Built, "_">;

type Values = Record<string, unknown>;

/**
 * Builds a statement once for the whole process, since building costs Drizzle more than running costs SQLite, and runs
 * it with new values wherever it is asked to: on any database, in any transaction.
 */
export function prepared<Built extends Query & { prepare(): unknown }>(
  build: (db: Connection) => Built,
): (db: Connection, values?: Values) => BoundStatement<Built> {
  let query: LibSQLPreparedQuery | undefined;
  return (db, values = {}) => {
    // Sound: every builder of a libSQL database prepares this class.
    query ??= build(db).prepare() as LibSQLPreparedQuery;
    // Sound: it is awaited and batched as the builder would be, which is all that its type tells.
    return new BoundQuery(rebind(query, db, values)) as unknown as BoundStatement<Built>;
  };
}

class BoundQuery extends QueryPromise<unknown> {
  constructor(private readonly query: LibSQLPreparedQuery) {
    super();
  }

  override execute(): Promise<unknown> {
    return this.query.execute();
  }

  /** What `db.batch` asks of its statements. */
  _prepare(): LibSQLPreparedQuery {
    return this.query;
  }
}

/** Drizzle's prepared query holds its text, its mapping and where it runs: the text and the mapping are kept. */
function rebind(query: LibSQLPreparedQuery, db: Connection, values: Values): LibSQLPreparedQuery {
  // Sound: Drizzle declares them internal; the transaction is undefined outside of one.
  const { session } = db as unknown as { session: { client: unknown; tx: unknown } };
  const { sql, params } = query.getQuery();
  return Object.create(query, {
    client: { value: session.client },
    tx: { value: session.tx },
    query: { value: { sql, params: params.map((param) => fill(param, values)) } },
  });
}

function fill(param: unknown, values: Values): unknown {
  if (is(param, Placeholder)) return values[param.name];
  if (!is(param, Param) || !is(param.value, Placeholder)) return param;
  const value = values[param.value.name];
  return value === null ? null : param.encoder.mapToDriverValue(value);
}
