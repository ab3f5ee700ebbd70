import type { Subject } from "./subject.ts";

const ofSeries = "i.series = invoice_series.series";

export const invoiceSubjects: readonly Subject[] = [
  {
    table: "invoice_series",
    key: ["series"],
    invariants: {
      "a series of invoices has no gap": `
        (last, last) = (select count(*), coalesce(max(i.number), 0) from invoices i where ${ofSeries})
        and (select coalesce(min(i.number), 1) from invoices i where ${ofSeries}) = 1`,
    },
  },
];
