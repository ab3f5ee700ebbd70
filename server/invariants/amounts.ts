/** What the amounts of a JSON array of objects come to. */
export const sumOfAmounts = (column: string): string =>
  `(select coalesce(sum(each.value ->> 'amount'), 0) from json_each(${column}) each)`;
