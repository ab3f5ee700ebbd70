/** A JSDoc comment of these lines, with a line break after it; nothing when there are none. */
export function docComment(lines: readonly string[]): string {
  const safe = lines.flatMap((line) => line.replaceAll("*/", "*\\/").split("\n"));
  if (safe.length === 0) return "";
  if (safe.length === 1) return `/** ${safe[0]} */\n`;
  return `/**\n${safe.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */\n`;
}

/** A property's name, quoted where the language asks for it. */
export function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

/** These types as one, sorted so that no order of listing ever shows; `null` and `undefined` last. */
export function union(types: Iterable<string>): string {
  const rank = (type: string) => ["null", "undefined"].indexOf(type);
  return [...new Set(types)].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1)).join(" | ");
}

/** The union of these strings, `never` when there are none. */
export function stringUnion(values: readonly string[]): string {
  return union(values.map((value) => JSON.stringify(value))) || "never";
}
