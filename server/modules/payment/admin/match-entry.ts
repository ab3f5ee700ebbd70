import type { PayoutEntryKind } from "../../../../db/enums.ts";

export const entryMatches = ["matched", "differs", "converted", "unknown", "other"] as const;
export type EntryMatch = (typeof entryMatches)[number];

/** An entry of a payout beside what the ledger has of the same; amounts in minor units, without their signs. */
export interface MatchedEntry {
  kind: PayoutEntryKind;
  currency: string;
  /** Of all entries of this kind and source, in whatever payouts. */
  paid: number;
  /** What was moved of it; nothing where nobody knows it here. */
  moved: number;
  movedCurrency: string | null;
}

/** How the ledger has an entry: a source may be paid out in parts, but never more of it than was moved. */
export function matchEntry({ kind, currency, paid, moved, movedCurrency }: MatchedEntry): EntryMatch {
  if (kind === "other") return "other";
  if (moved === 0) return "unknown";
  if (movedCurrency !== currency) return "converted";
  return paid <= moved ? "matched" : "differs";
}
