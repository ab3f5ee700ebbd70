/** What an invoice says beside its number, each part as it is printed. */
export interface InvoicePaper {
  /** Name, address and VAT id, a line each. */
  seller: string[];
  buyer: string[];
  /** What it is about: the order's number, dates. */
  facts: [label: string, value: string][];
  lines: InvoicePaperLine[];
  /** The last one is what is to be paid. */
  sums: [label: string, amount: string][];
  taxes: { name: string; net: string; tax: string; gross: string }[];
  notes: string[];
  /** ISO 4217: of all amounts. */
  currency: string;
}

export interface InvoicePaperLine {
  title: string;
  /** Below the title, in small. */
  notes: string[];
  quantity: string;
  unitPrice: string;
  tax: string;
  amount: string;
}
