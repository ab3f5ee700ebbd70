/** Each year has a series of its own, by UTC. */
export function seriesOf(issuedAt: Date): string {
  return String(issuedAt.getUTCFullYear());
}

/** As people read it out: `2026-000042`. */
export function invoiceNumber({ series, number }: { series: string; number: number }): string {
  return `${series}-${String(number).padStart(6, "0")}`;
}
