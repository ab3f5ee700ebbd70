/** The CHECKs of a CREATE TABLE; those without a name have none. */
export function readChecks(sql: string): { name: string | undefined; text: string }[] {
  const found: { name: string | undefined; text: string }[] = [];
  const start = /(?:constraint\s+["`[]?(\w+)["`\]]?\s+)?\bcheck\s*\(/gi;
  for (const match of sql.matchAll(start)) {
    const from = match.index + match[0].length;
    found.push({ name: match[1], text: plain(sql.slice(from, closing(sql, from))) });
  }
  return found;
}

/** Where the bracket closes within which `from` is; those in quotes do not count. */
function closing(sql: string, from: number): number {
  let depth = 1;
  for (const { 0: token, index } of sql.slice(from).matchAll(/'[^']*'|"[^"]*"|[()]/g)) {
    if (token === "(") depth += 1;
    if (token === ")") depth -= 1;
    if (depth === 0) return from + index;
  }
  return sql.length;
}

/** Without comments, and with single spaces. */
export function plain(sql: string): string {
  return sql
    .replace(/--[^\n]*|\/\*.*?\*\//gs, "")
    .replace(/\s+/g, " ")
    .trim();
}
