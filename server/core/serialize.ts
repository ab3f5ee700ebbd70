import superjson, { type SuperJSONResult } from "superjson";

/**
 * Serializes so that superjson reads the same, without copying every value as it does: our answers are plain JSON and
 * dates, which `JSON.stringify` writes as superjson would. The paths of the dates are all that is noted.
 * Anything else in a value goes to superjson itself.
 */
export function serialize(value: unknown): SuperJSONResult {
  const dates: Record<string, ["Date"]> = {};
  if (!notePlain(value, "", dates)) return superjson.serialize(value);
  // Sound: what is left in `value` besides JSON are dates, and JSON.stringify makes the ISO text of them.
  const json = value as SuperJSONResult["json"];
  if (value instanceof Date) return { json, meta: { values: ["Date"], v: 1 } };
  for (const _ in dates) return { json, meta: { values: dates, v: 1 } };
  return { json };
}

export function stringify(value: unknown): string {
  return JSON.stringify(serialize(value));
}

/** Notes the path of each date in a value; false as soon as it holds what is neither JSON nor a date. */
function notePlain(value: unknown, path: string, dates: Record<string, ["Date"]>): boolean {
  switch (typeof value) {
    case "string":
    case "boolean":
      return true;
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0);
    case "object":
      break;
    default:
      return false;
  }
  if (value === null) return true;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      if (!notePlain(value[index], path === "" ? `${index}` : `${path}.${index}`, dates)) return false;
    }
    return true;
  }
  if (value instanceof Date) {
    dates[path] = ["Date"];
    return Number.isFinite(value.getTime());
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  for (const [key, field] of Object.entries(value)) {
    // superjson escapes these in paths, and refuses the last ones.
    if (key === "" || key.includes(".") || key.includes("\\") || forbiddenKeys.has(key)) return false;
    if (!notePlain(field, path === "" ? key : `${path}.${key}`, dates)) return false;
  }
  return true;
}

const forbiddenKeys: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype", "toJSON"]);
