import type { Connection } from "../../db/transaction.ts";
import { type Verdict, verify } from "../../server/invariants/verify.ts";

/** What is not true of the database though it always has to be; nothing, as it should be. */
export async function brokenInvariants(db: Connection): Promise<Verdict[]> {
  const broken: Verdict[] = [];
  for await (const verdict of verify(db)) if (verdict.broken > 0) broken.push(verdict);
  return broken;
}
