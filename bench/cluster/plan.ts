/** How long and how often each thing is measured. */
export const full = {
  reading: { warmUpMs: 1_000, measuredMs: 4_000 },
  changes: 200,
  ordersAlone: 100,
  ordersAtOnce: 200,
  deadlineMs: 600_000,
};

/** Only to see that everything runs: its numbers mean nothing. */
export const smoke: typeof full = {
  reading: { warmUpMs: 100, measuredMs: 200 },
  changes: 5,
  ordersAlone: 5,
  ordersAtOnce: 20,
  deadlineMs: 180_000,
};
