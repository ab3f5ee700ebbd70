import superjson, { type SuperJSONResult } from "superjson";

/**
 * Serializes so that superjson reads the same, without copying every value as it does: our answers are plain JSON and
 * dates, which `JSON.stringify` writes as superjson would. The paths of the dates are all that is noted.
 * Anything else in a value goes to superjson itself.
 */
export function serialize(value: unknown): SuperJSONResult {
  const dates: Record<string, ["Date"]> = {};
  if (!notePlain(value, [], dates)) return superjson.serialize(value);
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
function notePlain(value: unknown, path: (string | number)[], dates: Record<string, ["Date"]>): boolean {
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
    const depth = path.length;
    for (let index = 0; index < value.length; index++) {
      path[depth] = index;
      if (!notePlain(value[index], path, dates)) return false;
    }
    path.length = depth;
    return true;
  }
  if (value instanceof Date) {
    dates[path.join(".")] = ["Date"];
    return Number.isFinite(value.getTime());
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  // Sound: it has no prototype that anything else could stand on.
  const fields = value as Record<string, unknown>;
  const depth = path.length;
  for (const key in fields) {
    if (!isPlainKey(key)) return false;
    path[depth] = key;
    if (!notePlain(fields[key], path, dates)) return false;
  }
  path.length = depth;
  return true;
}

/** superjson escapes some keys in paths, and refuses others. */
function isPlainKey(key: string): boolean {
  if (plainKeys.has(key)) return true;
  if (key === "" || key.includes(".") || key.includes("\\") || forbiddenKeys.has(key)) return false;
  // Answers have the same few hundred: to remember them costs less than to look at them again.
  if (plainKeys.size < maxPlainKeys) plainKeys.add(key);
  return true;
}

const plainKeys = new Set<string>();
const maxPlainKeys = 1000;

const forbiddenKeys: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype", "toJSON"]);
