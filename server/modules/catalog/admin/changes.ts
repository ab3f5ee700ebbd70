/** Longer texts are cut: the log tells what was done and is no archive. */
const maxLength = 200;

/** What changed, for people to read in the log: each field's value before and after. */
export function describeChanges<Row extends object>(
  before: Row,
  changes: Partial<Row>,
): Record<string, { from: unknown; to: unknown }> {
  const described: Record<string, { from: unknown; to: unknown }> = {};
  for (const field in changes) described[field] = { from: brief(before[field]), to: brief(changes[field]) };
  return described;
}

function brief(value: unknown): unknown {
  return typeof value === "string" && value.length > maxLength ? `${value.slice(0, maxLength)}…` : value;
}
