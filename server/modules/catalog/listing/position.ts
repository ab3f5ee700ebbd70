/** A place in the order of a list. */
export interface Position {
  sortKey: string | number;
  number: number;
  /** By relevance, the numbers of all on the pages before: how well a text fits depends on all others, which change. */
  shown: readonly number[];
}
