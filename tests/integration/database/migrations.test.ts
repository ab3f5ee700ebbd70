import { expect, test } from "bun:test";
import { openDatabase } from "../../../db/client.ts";
import { migrate, pendingMigrations } from "../../../db/migrate.ts";
import { migrations } from "../../../db/migrations/index.ts";
import { markets } from "../../../db/schema/index.ts";
import { seedStore } from "../../../db/seed.ts";
import { temporaryPath } from "../../helpers/temporary.ts";

const root = new URL("../../..", import.meta.url).pathname;

test("migrations apply once, and a second start finds nothing to do", async () => {
  const { client } = openDatabase({ url: `file:${temporaryPath("fresh.db")}` });
  expect(await migrate(client)).toEqual(migrations.map(({ name }) => name));
  expect(await migrate(client)).toEqual([]);
  expect(await pendingMigrations(client)).toEqual([]);
});

test("processes that start at the same time on an empty file all come up, on one store", async () => {
  const path = temporaryPath("together.db");
  const starts = Array.from({ length: 4 }, () =>
    Bun.spawn(["bun", "tests/helpers/processes/migrate-and-seed.ts", path], {
      cwd: root,
      stdout: "pipe",
      stderr: "inherit",
    }),
  );
  const applied = await Promise.all(
    starts.map(async (start) => Number(await new Response(start.stdout).text())),
  );
  expect(await Promise.all(starts.map((start) => start.exited))).toEqual([0, 0, 0, 0]);
  expect(applied.reduce((sum, count) => sum + count)).toBe(migrations.length);
  const { db } = openDatabase({ url: `file:${path}` });
  expect((await db.select().from(markets)).length).toBe(1);
});

test("seeding leaves a store that has a market alone", async () => {
  const { client, db } = openDatabase({ url: `file:${temporaryPath("seeded.db")}` });
  await migrate(client);
  await db.insert(markets).values({ code: "jp", name: "Japan", currency: "JPY", isDefault: true });
  await seedStore(db);
  expect((await db.select().from(markets)).map(({ code }) => code)).toEqual(["jp"]);
});
