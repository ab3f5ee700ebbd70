/** A JSDoc comment, with a line break after it; nothing when there is nothing to say. */
export function docComment(text: string | undefined, indent: string): string {
  if (!text) return "";
  const lines = text.replaceAll("*/", "*\\/").split("\n");
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${[`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`].join("\n")}\n`;
}

/** A property's name, quoted where the language asks for it. */
export function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

/** These types as they stand in a union: each once, in an order that no order of listing changes; what is empty last. */
export function sortMembers(types: Iterable<string>): string[] {
  const rank = (type: string) => ["null", "undefined"].indexOf(type);
  return [...new Set(types)].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/** `order.line-items` → `OrderLineItems`. */
export function pascalCase(text: string): string {
  return text
    .split(/[^A-Za-z0-9]+/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join("");
}
