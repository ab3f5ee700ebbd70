import { expect, test } from "bun:test";
import { openDatabase } from "../../../db/client.ts";
import { migrate } from "../../../db/migrate.ts";
import { temporaryPath } from "../../helpers/temporary.ts";

/** Of rows that are often longer than a quarter of a page, which such a table would put elsewhere. */
const wide = ["idempotency_keys", "invoices", "product_translations"];

test("a table whose key is of several columns, or another table's, stands in the order of its key: one way to a row, not two", async () => {
  const { client } = openDatabase({ url: `file:${temporaryPath("key-order.db")}` });
  await migrate(client);
  const { rows } = await client.execute(`
    select name from pragma_table_list t
    where schema = 'main' and type = 'table' and not wr and name not like 'search_%' and (
      (select count(*) from pragma_table_info(t.name) where pk > 0) > 1
      or exists (
        select 1 from pragma_table_info(t.name) c join pragma_foreign_key_list(t.name) f on f."from" = c.name where c.pk > 0
      )
    )
    order by name`);
  expect(rows.map(({ name }) => name)).toEqual(wide);
});
