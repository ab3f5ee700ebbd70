import { z } from "zod";

export const invoiceOutput = z
  .object({
    number: z.string().describe("Without a gap within its year: `2026-000042`"),
    issuedAt: z.date(),
    url: z.string().describe("A path of this server, where the PDF is"),
  })
  .meta({ id: "Invoice" });

export type Invoice = z.infer<typeof invoiceOutput>;
