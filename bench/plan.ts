/** How long and how often each thing is measured. */
export const full = {
  starts: 9,
  recordedUnits: 100,
  rounds: 2,
  shop: { warmUpMs: 1_000, measuredMs: 2_500 },
  bare: { warmUpMs: 300, measuredMs: 1_200 },
  /** More than the shoppers of the run can fill. */
  emptyCarts: 20_000,
  ordersPerRound: 300,
  importedRows: 100_000,
  watchers: 5_000,
  pricings: 2_000,
  clientCalls: 2_000,
  testShops: 50,
  deadlineMs: 240_000,
};

/** Only to see that everything runs and answers what it must: its numbers mean nothing. */
export const smoke: typeof full = {
  starts: 1,
  recordedUnits: 10,
  rounds: 1,
  shop: { warmUpMs: 100, measuredMs: 200 },
  bare: { warmUpMs: 50, measuredMs: 100 },
  emptyCarts: 2_000,
  ordersPerRound: 10,
  importedRows: 400,
  watchers: 100,
  pricings: 20,
  clientCalls: 20,
  testShops: 3,
  deadlineMs: 60_000,
};
