import { expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import { openDatabase } from "../../db/client.ts";
import { newProduct } from "../../testing/products.ts";
import { newDatabaseFile } from "../helpers/database.ts";

const root = new URL("../..", import.meta.url).pathname;

async function runRebuild(path: string) {
  const child = Bun.spawn(["bun", "server/commands/admin.ts", "rebuild-search"], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "development", DATABASE_URL: `file:${path}` },
    stdout: "pipe",
    stderr: "pipe",
  });
  const [output, error] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  return { code: await child.exited, output, error };
}

test("rebuilding the search makes what was lost findable again", async () => {
  const path = await newDatabaseFile();
  const { client, db } = openDatabase({ url: `file:${path}` });
  await newProduct(db, { title: "Tea" });
  await newProduct(db, { title: "Soap" });
  await db.run(sql`delete from search_documents where title = 'Tea'`);
  expect(await runRebuild(path)).toEqual({
    code: 0,
    output: "The search index holds 2 products\n",
    error: "",
  });
  expect(await db.values(sql`select title from search_titles where search_titles match 'tea'`)).toEqual([
    ["Tea"],
  ]);
  client.close();
});
