import { expect } from "bun:test";
import type { Connection } from "../../db/transaction.ts";
import { type Verdict, verify } from "../../server/invariants/verify.ts";

/** What is not true of the database though it always has to be; nothing, as it should be. */
export async function brokenInvariants(db: Connection): Promise<Verdict[]> {
  const broken: Verdict[] = [];
  for await (const verdict of verify(db)) if (verdict.broken > 0) broken.push(verdict);
  return broken;
}

/** That stock, orders and money add up. */
export async function expectAllToHold(db: Connection): Promise<void> {
  expect(await brokenInvariants(db)).toEqual([]);
}

/** The same of stock alone, where it was moved for an order that knows nothing of it. */
export async function expectStockToHold(db: Connection): Promise<void> {
  const broken = await brokenInvariants(db);
  expect(broken.filter(({ table }) => /^(stock|location)_/.test(table))).toEqual([]);
}
