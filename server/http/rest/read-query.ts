import { badRequest } from "../refusal.ts";
import { isRecord } from "./read-value.ts";

/** More steps than any input is deep. */
const maxDepth = 5;

/**
 * The parameters of an address as one record: `price[min]=100` stands in one within it, and what is named several times
 * is a list (OpenAPI's `deepObject`).
 */
export function readQuery(parameters: URLSearchParams): Record<string, unknown> {
  const query: Record<string, unknown> = Object.create(null);
  for (const [name, value] of parameters) put(query, stepsOf(name), value);
  return query;
}

/** `options[Size]` as `options`, `Size`; a list may be named `tags[]` as well. */
function stepsOf(name: string): string[] {
  const steps = name.replace(/\[\]$/, "").replaceAll("]", "").split("[");
  if (steps.length > maxDepth) throw badRequest(400, name, "Expected fewer brackets");
  return steps;
}

function put(record: Record<string, unknown>, [step = "", ...rest]: readonly string[], value: string): void {
  const there = record[step];
  if (rest.length > 0) {
    const inner: Record<string, unknown> = isRecord(there) ? there : Object.create(null);
    record[step] = inner;
    put(inner, rest, value);
  } else if (there === undefined) record[step] = value;
  else record[step] = Array.isArray(there) ? [...there, value] : [there, value];
}
