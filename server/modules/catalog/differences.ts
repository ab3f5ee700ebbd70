/** What of `wanted` is not so in `known`; undefined when nothing is. What is undefined is not wanted to change. */
export function differences<Known extends object>(
  known: Known,
  wanted: { [Key in keyof Known]?: Known[Key] | undefined },
): Partial<Known> | undefined {
  const different: Partial<Known> = {};
  for (const key in wanted) {
    const value = wanted[key];
    if (value !== undefined && !Bun.deepEquals(value, known[key])) different[key] = value;
  }
  return Object.keys(different).length > 0 ? different : undefined;
}
