import type { ImportSummary } from "../modules/catalog/import-tally.ts";
import type { Issue } from "../modules/catalog/shopify/issue.ts";

/** What became of a file, for the person who imported it: the counts, then what is wrong with it. */
export function importReport(path: string, summary: ImportSummary): string {
  const { rows, skippedRows, products, variants, issues, moreIssues, broken } = summary;
  const lines = [
    `${path}: ${number(rows)} rows read, ${number(skippedRows)} skipped`,
    `  products  ${counts(products)}`,
    `  variants  ${counts(variants)}`,
  ];
  const wrong = issues.map((issue) => issueLine(path, issue));
  if (moreIssues > 0) wrong.push(`… and ${number(moreIssues)} more like these`);
  if (broken) wrong.push(issueLine(path, broken));
  if (wrong.length > 0) lines.push("", ...wrong);
  return `${lines.join("\n")}\n`;
}

function counts({ created, updated, unchanged }: ImportSummary["products"]): string {
  return `${number(created)} created, ${number(updated)} updated, ${number(unchanged)} unchanged`;
}

/** A message may quote a cell, and what a file holds must not steer the terminal. */
function issueLine(path: string, { line, column, message }: Issue): string {
  const text = column === null ? message : `${column}: ${message}`;
  return `${path}:${line}  ${text.replace(/\p{Cc}+/gu, " ")}`;
}

function number(value: number): string {
  return value.toLocaleString("en");
}
