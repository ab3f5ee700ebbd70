import { expect } from "bun:test";
import { type Database, openDatabase } from "../../db/client.ts";
import { AppError } from "../../server/core/errors.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newDatabaseUrl } from "./database.ts";
import { interleave } from "./interleave.ts";
import { brokenInvariants } from "./invariants.ts";

export type Work = (db: Database) => Promise<unknown>;

/**
 * Prepares a shop, lets several work on it in every order of their steps, and looks whether all adds up after each.
 * Answers every way in which it ended, once: what became of each, and what `tell` says of it.
 */
export async function endings<Scene>(
  prepare: (shop: TestShop) => Promise<Scene>,
  actorsOf: (scene: Scene) => readonly Work[],
  tell: (db: Database, scene: Scene) => Promise<string> = async () => "",
): Promise<string[]> {
  const url = await newDatabaseUrl();
  const shop = await createTestShop({ database: openDatabase({ url }) });
  const scene = await prepare(shop);
  const actors = actorsOf(scene);
  shop.database.client.close(); // the log goes back into the file
  const seen = new Set<string>();
  let runs = 0;
  for await (const { db, schedule, outcomes } of interleave(url, actors)) {
    expect({ schedule, broken: await brokenInvariants(db) }).toEqual({ schedule, broken: [] });
    const told = await tell(db, scene);
    seen.add(`${outcomes.map(wordOf).join(" | ")}${told && `: ${told}`}`);
    runs += 1;
  }
  expect(runs).toBeGreaterThanOrEqual(actors.length);
  return [...seen].toSorted();
}

function wordOf(outcome: PromiseSettledResult<unknown>): string {
  if (outcome.status === "fulfilled") return "done";
  if (outcome.reason instanceof AppError) return outcome.reason.code;
  throw outcome.reason;
}
