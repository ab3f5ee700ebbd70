import { expect, test } from "bun:test";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { openDatabase } from "../../db/client.ts";
import { carts, priceOffers, productListings } from "../../db/schema/index.ts";
import { newCartId, newId } from "../../server/core/ids.ts";
import { leaseMs } from "../../server/jobs/outbox-worker.ts";
import { newProduct, touchProduct } from "../../testing/products.ts";
import { newClock } from "../helpers/clock.ts";
import { newDatabaseUrl } from "../helpers/database.ts";
import { enqueueAll, nameOf, newWorker, readOutbox } from "../helpers/outbox.ts";
import { doTwice, startProcess } from "../helpers/processes.ts";
import { temporaryPath } from "../helpers/temporary.ts";

const day = 24 * 60 * 60 * 1000;

test("workers of several processes, one of them killed, deliver each event, in order, and have each effect once", async () => {
  const [url, folder] = [await newDatabaseUrl(), temporaryPath("effects")];
  mkdirSync(folder);
  const { db } = openDatabase({ url });
  const clock = newClock();
  const subjects = Array.from({ length: 120 }, (_, index) => `s${index % 30}`);
  await enqueueAll(db, subjects, clock);

  const victim = startProcess("deliver-outbox", url, folder, "10");
  await victim.said("hanging\n");
  const others = [1, 2].map(() => startProcess("deliver-outbox", url, folder));
  victim.kill();
  await Promise.all([victim, ...others].map(({ ended }) => ended));

  const left = await readOutbox(db); // what the killed one had taken up, and what stands behind that
  expect(left.length).toBeGreaterThan(0);
  clock.advance(leaseMs + 60_000);
  const late: string[] = [];
  const worker = await newWorker({
    db,
    clock,
    async handle(_, event) {
      late.push(nameOf(event));
      writeFileSync(`${folder}/effect-${nameOf(event)}`, "");
    },
  });
  await worker.runDue();
  expect(await readOutbox(db)).toEqual([]);

  const names = subjects.map((subject, index) => `${subject}-${index}`);
  const handed = [...readFileSync(`${folder}/handed`, "utf8").trim().split("\n"), ...late];
  expect(new Set(handed)).toEqual(new Set(names));
  const twice = handed.filter((name, index) => handed.indexOf(name) !== index);
  expect(twice.every((name) => late.includes(name))).toBe(true);
  expect(
    readdirSync(folder)
      .filter((name) => name !== "handed")
      .toSorted(),
  ).toEqual(names.map((name) => `effect-${name}`).toSorted());
  for (const subject of new Set(subjects)) {
    const last = new Map(
      handed.filter((name) => name.startsWith(`${subject}-`)).map((name, at) => [name, at]),
    );
    expect([...last.keys()]).toEqual(names.filter((name) => last.has(name)));
  }
});

test("idle carts are deleted once, whichever process does it", async () => {
  const url = await newDatabaseUrl();
  const { db } = openDatabase({ url });
  const now = new Date();
  const idle = Array.from({ length: 1_500 }, () => ({
    id: newCartId(),
    market: "default",
    currency: "EUR",
    createdAt: now,
    updatedAt: now,
  }));
  for (let at = 0; at < idle.length; at += 500) await db.insert(carts).values(idle.slice(at, at + 500));
  expect(await doTwice(url, "delete-idle-carts", 31 * day)).toBe(idle.length);
  expect(await db.select().from(carts)).toEqual([]);
});

test("prices that begin are shown once, whichever process does it", async () => {
  const url = await newDatabaseUrl();
  const { db } = openDatabase({ url });
  const startsAt = new Date(Date.now() + day);
  for (let count = 0; count < 40; count++) {
    const { productId, variantId } = await newProduct(db, { amount: 1000 });
    const offer = { id: newId("offer"), variantId, currency: "EUR", amount: 800, startsAt };
    await db.insert(priceOffers).values(offer);
    await touchProduct(db, productId);
  }
  expect(await doTwice(url, "refresh-listings", 2 * day)).toBe(40);
  const shown = await db.select({ amount: productListings.amount }).from(productListings);
  expect(shown).toEqual(Array.from({ length: 40 }, () => ({ amount: 800 })));
});
