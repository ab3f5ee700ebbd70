import type { Row } from "@libsql/client";

export type RowPrototype = object;

/** What rows of these columns inherit: a getter by name for each, so that a row is read by index or by name. */
export function rowPrototype(columns: readonly string[]): RowPrototype {
  const getters: PropertyDescriptorMap = {};
  columns.forEach((name, index) => {
    getters[name] = {
      get(this: unknown[]) {
        return this[index];
      },
    };
  });
  return Object.create(Array.prototype, getters);
}

/** Makes the native arrays readable by name in place: a prototype costs far less than an object for each row. */
export function toRows(arrays: unknown[], prototype: RowPrototype): Row[] {
  for (const array of arrays) Object.setPrototypeOf(array, prototype);
  // Sound: each element is an array of SQLite values whose prototype now has every column's name.
  return arrays as Row[];
}
