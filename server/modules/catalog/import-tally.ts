import type { DraftProblem } from "./product-draft.ts";
import type { SavedProduct } from "./save-product.ts";
import type { Issue } from "./shopify/issue.ts";

/** What a part of a file was read as. */
export interface ReadDraft<Product> {
  /** How many rows it was read from. */
  rows: number;
  /** Undefined when none of the rows goes in. */
  product: Product | undefined;
  issues: Issue[];
}

/** Where in the file a problem with a product of so many rows comes from. */
type Locate<Product> = (product: Product, problem: DraftProblem, rows: number) => Issue;

interface Counts {
  created: number;
  updated: number;
  unchanged: number;
}

export interface ImportSummary {
  /** Below the header, blank ones not counted. */
  rows: number;
  /** The rows that did not go in, or not as a whole. */
  skippedRows: number;
  products: Counts;
  variants: Counts;
  /** What was wrong, in the order of the file: the first thousand. */
  issues: Issue[];
  moreIssues: number;
  /** Why the end of the file could not be read; null when it was. */
  broken: Issue | null;
}

const maxIssues = 1_000;

/** Counts what becomes of a file. */
export class ImportTally<Product> {
  readonly summary: ImportSummary = {
    rows: 0,
    skippedRows: 0,
    products: { created: 0, updated: 0, unchanged: 0 },
    variants: { created: 0, updated: 0, unchanged: 0 },
    issues: [],
    moreIssues: 0,
    broken: null,
  };

  constructor(private readonly locate: Locate<Product>) {}

  /** Counts a product; `saved` is undefined when its rows could not be read. */
  add({ rows, product, issues: unreadable }: ReadDraft<Product>, saved: SavedProduct | undefined): void {
    const { summary } = this;
    const unsaved = product && saved ? saved.problems.map((each) => this.locate(product, each, rows)) : [];
    const issues = [...unreadable, ...unsaved].sort((one, other) => one.line - other.line);
    const kept = issues.slice(0, maxIssues - summary.issues.length);
    summary.issues.push(...kept);
    summary.moreIssues += issues.length - kept.length;

    summary.rows += rows;
    if (!saved || saved.outcome === "refused") {
      summary.skippedRows += rows;
      return;
    }
    summary.skippedRows += new Set(issues.map(({ line }) => line)).size;
    summary.products[saved.outcome] += 1;
    for (const outcome of ["created", "updated", "unchanged"] as const) {
      summary.variants[outcome] += saved.variants[outcome];
    }
  }
}
