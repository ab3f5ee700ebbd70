import type { DisputeStatus, MoneyMovementKind } from "../../../db/enums.ts";

interface Known {
  status: DisputeStatus;
  /** What it holds back, in minor units. */
  amount: number;
}

/** What a dispute becomes, and what of its money moves with that. */
export interface DisputeStep extends Known {
  moves: { kind: MoneyMovementKind; amount: number }[];
}

/**
 * What becomes of a dispute by its provider's word: it holds back what it is about, which an inquiry that grows into a
 * dispute raises, until it is decided once and for all.
 */
export function decideDispute(known: Known | undefined, told: Known): DisputeStep {
  const before = known ?? { status: "open", amount: 0 };
  if (before.status !== "open") return { ...before, moves: [] };
  const amount = Math.max(before.amount, told.amount);
  const moves: DisputeStep["moves"] = [{ kind: "disputed", amount: amount - before.amount }];
  if (told.status === "won") moves.push({ kind: "dispute_won", amount });
  if (told.status === "lost") moves.push({ kind: "dispute_lost", amount });
  return { status: told.status, amount, moves: moves.filter((move) => move.amount > 0) };
}
