import { expect, test } from "bun:test";
import { openDatabase } from "../../db/client.ts";
import { products, variants } from "../../db/schema/index.ts";
import { exportText, importText, toLines } from "../helpers/catalogues.ts";
import { runCommand, startCommand } from "../helpers/commands.ts";
import { newServiceContext } from "../helpers/context.ts";
import { newDatabaseUrl } from "../helpers/database.ts";
import { temporaryPath } from "../helpers/temporary.ts";

const count = 4_000;
/** It is killed as soon as that many products are there. */
const kills = [50, 700, 2_100];

test("an import that is killed again and again goes on where it was, and everything is there once", async () => {
  const lines = Array.from({ length: count }, (_, number) => ({
    slug: `p-${String(number).padStart(5, "0")}`,
    title: `Product ${number}`,
    tags: ["one", `of-${number % 7}`],
    optionNames: ["Size"],
    variants: ["S", "M"].map((size) => ({
      sku: `P-${number}-${size}`,
      optionValues: [size],
      prices: [{ currency: "EUR", amount: number }],
    })),
  }));
  const file = temporaryPath("products.jsonl");
  await Bun.write(file, toLines(...lines));
  const url = await newDatabaseUrl();
  const env = { DATABASE_URL: url };
  const { db, client } = openDatabase({ url: env.DATABASE_URL });

  for (const kill of kills) {
    const importing = startCommand("import", [file], env);
    while ((await db.$count(products)) < kill) {
      if (importing.exitCode !== null) throw new Error(await importing.stderr.text());
      await new Promise((resolve) => setImmediate(resolve));
    }
    importing.kill("SIGKILL");
    await importing.exited;
    const there = await db.$count(products);
    expect(there).toBeWithin(kill, count);
    expect(await db.$count(variants)).toBe(2 * there); // none in part
  }

  const { code, output } = await runCommand("import", [file, "--resume"], env);
  expect(code).toBe(0);
  const [, created, unchanged] =
    /products\s+([\d,]+) created, 0 updated, ([\d,]+) unchanged/.exec(output) ?? [];
  const numbers = [created, unchanged].map((text) => Number(text?.replace(",", "")));
  expect(numbers[0]).toBeWithin(1, count - 2_000);
  expect((numbers[0] ?? 0) + (numbers[1] ?? 0)).toBe(count);

  const whole = await newServiceContext();
  await importText(whole, toLines(...lines));
  expect(await exportText(await newServiceContext({ db }))).toBe(await exportText(whole));
  client.close();
});
