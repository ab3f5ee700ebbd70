import type { Workshop } from "./workshop.ts";

/** One thing that was looked at, with its figure. */
export interface Finding {
  ok: boolean;
  text: string;
}

/** Something that has to hold of the package before it is published. */
export interface Check {
  name: string;
  run(workshop: Workshop): Promise<Finding[]>;
}

/** A figure against the most that it may be. */
export function atMost(limit: number, figure: number, what: string): Finding {
  const format = (number: number) => number.toLocaleString("en", { maximumFractionDigits: 1 });
  return { ok: figure <= limit, text: `${what}: ${format(figure)} of at most ${format(limit)}` };
}
