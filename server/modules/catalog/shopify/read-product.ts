import { z } from "zod";
import type { ReadDraft } from "../import-tally.ts";
import { maxLengths } from "../limits.ts";
import type { ImageDraft, ProductDraft, VariantDraft } from "../product-draft.ts";
import { handle, tooLong } from "./cells.ts";
import type { Column } from "./columns.ts";
import { detailsSchema } from "./details.ts";
import { imageSchema } from "./image.ts";
import { type Issue, keepingOut } from "./issue.ts";
import { longOptionName, missingOption, type Options, readOptions, readOptionValues } from "./options.ts";
import type { ProductRows, Row } from "./row.ts";
import { variantSchema } from "./variant.ts";

interface ShopifyVariant extends VariantDraft {
  line: number;
}

/** A draft that knows where in the file it is from. */
export interface ShopifyProduct extends ProductDraft {
  line: number;
  variants: ShopifyVariant[];
  images: ImageDraft[];
}

/** No product when a cell of the product itself cannot be read: none of its rows goes in then. */
export type ReadProduct = ReadDraft<ShopifyProduct>;

const handleSchema = z.object({ Handle: handle }).transform((cells) => cells.Handle);

/** Makes the function that reads a product, with prices in the currency, from its rows. */
export function productReader(currency: string): (rows: ProductRows) => ReadProduct {
  const schema = variantSchema(currency);

  return (group) => {
    const rows = group.length;
    const issues = group.filter(({ shifted }) => shifted).map(shiftedIssue);
    const titled = group.find(({ cells }) => cells.Title);
    const { line } = titled ?? group[0];
    const slug = read(handleSchema, titled ?? group[0], issues);
    const details = titled && read(detailsSchema, titled, issues);
    if (slug === undefined || (titled && !details)) {
      const keeping = issues.map((issue) => (issue.line === line ? keepingOut(issue, rows) : issue));
      return { rows, product: undefined, issues: keeping };
    }

    const readable = group.filter(({ shifted }) => !shifted);
    const variantRows = readable.filter(isVariant);
    for (const { line } of readable.filter((row) => row !== titled && isIdle(row))) {
      issues.push({ line, column: null, message: "Neither a variant nor an image" });
    }
    if (titled) issues.push(...variantRows.flatMap((row) => taxedApart(row, titled)));
    const optionRows = variantRows.length > 0 ? variantRows : titled ? [titled] : [];
    const options = readOptions(optionRows.map(({ cells }) => cells));
    const column = longOptionName(options);
    if (column) {
      const issue = { line, column, message: tooLong(maxLengths.optionName) };
      return { rows, product: undefined, issues: [...issues, keepingOut(issue, rows)] };
    }
    const variants = variantRows.flatMap((row) => readVariant(schema, row, options, issues) ?? []);
    const images = readable
      .filter(({ cells }) => cells["Image Src"])
      .flatMap((row) => read(imageSchema, row, issues) ?? []);
    const product = {
      line,
      slug,
      details,
      optionNames: options.names,
      variants,
      images,
      isWhole: false,
      isBare: variantRows.length === 0 && titled !== undefined,
    };
    return { rows, product, issues };
  };
}

function shiftedIssue({ line }: Row): Issue {
  return { line, column: null, message: "More cells than the first line has columns" };
}

/** Cells that only a variant fills; others of it have a usual value. */
const variantColumns = [
  "Option1 Value",
  "Option2 Value",
  "Option3 Value",
  "Variant SKU",
  "Variant Barcode",
  "Variant Price",
] as const satisfies Column[];

/** As against a row that only brings the product itself, or one more image of it. */
function isVariant({ cells }: Row): boolean {
  if (variantColumns.some((column) => cells[column])) return true;
  return Boolean(cells.Title) && cells["Option1 Value"] === undefined; // as in a sheet of three columns
}

function isIdle(row: Row): boolean {
  return !isVariant(row) && !row.cells["Image Src"];
}

const taxColumns = ["Variant Taxable", "Variant Tax Code"] as const satisfies Column[];

/** A product is taxed as a whole here. */
function taxedApart({ line, cells }: Row, titled: Row): Issue[] {
  return taxColumns
    .filter((column) => cells[column] && cells[column].toLowerCase() !== titled.cells[column]?.toLowerCase())
    .map((column) => ({ line, column, message: "Left out: a product is taxed as its first row says" }));
}

function readVariant(
  schema: z.ZodType<VariantDraft>,
  row: Row,
  options: Options,
  issues: Issue[],
): ShopifyVariant | undefined {
  const { line, cells } = row;
  const column = missingOption(cells, options);
  if (column) issues.push({ line, column, message: "Expected a value for the option, got nothing" });
  const variant = read(schema, row, issues);
  return variant && !column
    ? { ...variant, optionValues: readOptionValues(cells, options), line }
    : undefined;
}

/** What the schema makes of the row's cells; undefined, with the reasons in `issues`, when it cannot. */
function read<Value>(schema: z.ZodType<Value>, row: Row, issues: Issue[]): Value | undefined {
  if (row.shifted) return undefined;
  const { data, error } = schema.safeParse(row.cells);
  for (const { path, message } of error?.issues ?? []) {
    issues.push({ line: row.line, column: String(path[0]), message });
  }
  return data;
}
