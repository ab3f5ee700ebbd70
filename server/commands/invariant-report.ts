import type { Verdict } from "../invariants/verify.ts";

/** A line for each thing that has to be true, with the rows of which it is not. */
export function invariantReport(verdicts: readonly Verdict[]): string {
  return verdicts.map((verdict) => `${lineOf(verdict)}\n`).join("");
}

function lineOf({ invariant, table, rows, broken, ids }: Verdict): string {
  if (broken === 0) return `holds   ${invariant} (${rows} in ${table})`;
  const more = broken > ids.length ? ` and ${broken - ids.length} more` : "";
  return `BROKEN  ${invariant} (${broken} of ${rows} in ${table}): ${ids.join(", ")}${more}`;
}
