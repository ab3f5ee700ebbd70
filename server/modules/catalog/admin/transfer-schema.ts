import { z } from "zod";

/** In characters: of three bytes each they still fit into a request, whose body has 1 MB at most. */
const maxContentLength = 340_000;

/** In characters: a dry run is one transaction, taken back at its end, and until then nobody else can write. */
const maxRehearsedLength = 100_000;

const formatInput = z
  .enum(["shopify-csv", "jsonl"])
  .describe("Shopify's product CSV, or JSON Lines with every field");

export const importProductsInput = z
  .object({
    format: formatInput,
    content: z
      .string()
      .min(1)
      .max(maxContentLength)
      .describe("The file; a larger one goes in by the command or in parts"),
    dryRun: z
      .boolean()
      .default(false)
      .describe("Whether to check everything and write nothing; of at most 100,000 characters"),
  })
  .refine(({ content, dryRun }) => !dryRun || content.length <= maxRehearsedLength, {
    path: ["content"],
    error:
      "A dry run takes 100,000 characters at most, as nobody else can write meanwhile: for a larger file there is `bun run import FILE --dry-run`, which works on a copy",
  });

const issueOutput = z
  .object({
    line: z.int().describe("Where the row begins, from 1"),
    column: z
      .string()
      .nullable()
      .describe("The column, or the path within the line; null for the row as a whole"),
    message: z.string(),
  })
  .meta({ id: "ImportIssue" });

const countsOutput = z
  .object({ created: z.int(), updated: z.int(), unchanged: z.int() })
  .meta({ id: "ImportCounts" });

export const importProductsOutput = z
  .object({
    rows: z.int(),
    skippedRows: z.int().describe("Those that did not go in, or not as a whole"),
    products: countsOutput,
    variants: countsOutput,
    issues: z.array(issueOutput).describe("The first thousand, in the order of the file"),
    moreIssues: z.int(),
    broken: issueOutput.nullable().describe("Why the end of the file could not be read"),
  })
  .meta({ id: "ImportSummary" });

export const exportProductsInput = z.object({
  format: formatInput,
  limit: z.int().min(1).max(100).default(24).describe("In products"),
  cursor: z.string().max(2_000).optional().describe("`nextCursor` of the part before"),
});

export const exportProductsOutput = z
  .object({
    content: z.string().describe("A part of the file: all of them one after the other are the whole"),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: "ProductExport" });

export type ImportProductsInput = z.output<typeof importProductsInput>;
export type ExportProductsInput = z.output<typeof exportProductsInput>;
