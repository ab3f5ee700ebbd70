import { openDatabase } from "../../db/client.ts";
import { StartError } from "../core/start-error.ts";
import type { Env } from "../env.ts";
import { innermost } from "../infra/fault.ts";
import { withoutSecrets } from "../store.ts";

/** The SQL that makes the database of a libSQL server anew, as the server dumps it. @throws StartError */
export async function readDump({
  databaseUrl: url,
  databaseAuthToken: authToken,
}: Pick<Env, "databaseUrl" | "databaseAuthToken">): Promise<string> {
  const { client } = openDatabase({ url, authToken });
  try {
    const response = await fetch(dumpAddress(url), {
      ...(authToken !== undefined && { headers: { authorization: `Bearer ${authToken}` } }),
    });
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    const dump = await response.text();
    const { rows } = await client.execute(
      "select sql from sqlite_schema where sql like 'create virtual table%'",
    );
    return rows.map((row) => String(row["sql"])).reduce(quoteDefinition, dump);
  } catch (error) {
    throw new StartError(`Cannot get a dump of ${withoutSecrets(url)}: ${innermost(error).message}`);
  } finally {
    client.close();
  }
}

/** sqld puts the definitions of virtual tables into strings without doubling the quotes in them. */
function quoteDefinition(dump: string, definition: string): string {
  return dump.replace(`'${definition}'`, () => `'${definition.replaceAll("'", "''")}'`);
}

function dumpAddress(url: string): URL {
  return new URL("/dump", url.replace(/^libsql:|^wss:/, "https:").replace(/^ws:/, "http:"));
}
