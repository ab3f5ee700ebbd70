import { expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import { openDatabase } from "../../db/client.ts";
import { newProduct } from "../../testing/products.ts";
import { newDatabaseUrl } from "../helpers/database.ts";

const root = new URL("../..", import.meta.url).pathname;

async function runRebuild(url: string) {
  const child = Bun.spawn(["bun", "server/bodega.ts", "admin", "rebuild-search"], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "development", DATABASE_URL: url },
    stdout: "pipe",
    stderr: "pipe",
  });
  const [output, error] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  return { code: await child.exited, output, error };
}

test("rebuilding the search makes what was lost findable again", async () => {
  const url = await newDatabaseUrl();
  const { client, db } = openDatabase({ url });
  await newProduct(db, { title: "Tea" });
  await newProduct(db, { title: "Soap" });
  await db.run(sql`delete from search_documents where title = 'Tea'`);
  expect(await runRebuild(url)).toEqual({
    code: 0,
    output: "The search index holds 2 products\n",
    error: "",
  });
  const found = await db.values<[string]>(
    sql`select title from search_titles where search_titles match 'tea'`,
  );
  expect(found.map((row) => row[0])).toEqual(["Tea"]);
  client.close();
});
