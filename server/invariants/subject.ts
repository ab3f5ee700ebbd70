/** Rows of one table, and what is true of each of them whatever happens, whenever one looks. */
export interface Subject {
  table: string;
  /** The columns of its primary key. */
  key: readonly [string, ...string[]];
  /** SQL of what a row is named by, where that is not its key. */
  id?: string;
  /** By what has to be true in words: the same in SQL, over a row of the table. What is null does not hold. */
  invariants: Readonly<Record<string, string>>;
}
