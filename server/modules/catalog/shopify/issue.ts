/** What is wrong with a file, by the number of the line on which the row begins. */
export interface Issue {
  line: number;
  /** Null when it is the row as a whole. */
  column: string | null;
  message: string;
}

/** The issue as one that keeps out a product of so many rows. */
export function keepingOut(issue: Issue, rows: number): Issue {
  if (rows === 1) return issue;
  return { ...issue, message: `${issue.message} (all ${rows} rows of the product are left out)` };
}
