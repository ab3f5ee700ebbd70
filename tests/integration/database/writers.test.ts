import { expect, test } from "bun:test";
import { LocalClient } from "../../../db/local/client.ts";
import { temporaryPath } from "../../helpers/temporary.ts";

const root = new URL("../../..", import.meta.url).pathname;

test("three processes that write to one file lose no acknowledged write", async () => {
  const path = temporaryPath("writers.db");
  const client = new LocalClient(path);
  await client.execute("create table written (id text primary key)");

  const writers = ["a", "b", "c"].map((name) =>
    Bun.spawn(["bun", "tests/helpers/processes/writer.ts", path, name, "400"], {
      cwd: root,
      stdout: "pipe",
      stderr: "inherit",
    }),
  );
  const acknowledged = await Promise.all(
    writers.map(async ({ stdout }) => (await new Response(stdout).text()).trim().split("\n")),
  );
  expect(await Promise.all(writers.map(({ exited }) => exited))).toEqual([0, 0, 0]);

  const { rows } = await client.execute("select id from written");
  const written = rows.map((row) => String(row["id"]));
  expect(written.toSorted()).toEqual(acknowledged.flat().toSorted());
  expect(written.length).toBe(1_200);
});
