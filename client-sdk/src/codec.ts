/**
 * Values on the wire as superjson 2 writes them, read and written here in a quarter of its size: JSON with a note of
 * each value that JSON has no word for. What the shop never sends (regular expressions, errors, classes, symbols) is left
 * out, and that one object stands at two places is not told.
 * https://github.com/flightcontrolhq/superjson
 */
export interface Encoded {
  json?: unknown;
  meta?: { values?: Notes; v?: number };
}

/** `["Date"]`; `["map", { "0.1": ["Date"] }]`; and of a plain value what is below it, by path. */
type Notes = Note | Below;
type Note = readonly [kind: Kind, below?: Below];
interface Below {
  [path: string]: Notes;
}

/** How each kind is made of what stands for it in JSON. */
const revivers = {
  undefined: () => undefined,
  bigint: (text) => BigInt(String(text)),
  number: Number,
  Date: (text) => new Date(String(text)),
  URL: (text) => new URL(String(text)),
  map: (entries) => new Map(entries as [unknown, unknown][]), // Sound: what stands for a Map are its entries
  set: (items) => new Set(items as unknown[]), // Sound: and for a Set its items
} satisfies Record<string, (json: unknown) => unknown>;

type Kind = keyof typeof revivers;

export function decode({ json, meta }: Encoded): unknown {
  return meta?.values ? revive(json, meta.values) : json;
}

/** What is below comes first, while all above it is plain JSON still. */
function revive(json: unknown, notes: Notes): unknown {
  const [kind, below] = isNote(notes) ? notes : [undefined, notes];
  for (const [path, note] of Object.entries(below ?? {})) {
    const steps = stepsOf(path);
    const last = steps.pop() ?? "";
    const holder = steps.reduce<object>((at, step) => Object(own(at, step)), Object(json));
    Reflect.set(holder, last, revive(own(holder, last), note));
  }
  return kind === undefined ? json : revivers[kind](json);
}

const isNote = (notes: Notes): notes is Note => Array.isArray(notes);

/** Nothing that an object inherits can be reached, nor changed. */
function own(holder: object, key: string): unknown {
  if (!Object.hasOwn(holder, key)) throw new TypeError(`Nothing at ${key}`);
  return Reflect.get(holder, key);
}

/** Keys by dots; a backslash stands before those within a key, and before itself. */
const stepsOf = (path: string) => path.replace(/\\(.)|\./g, (_, key) => key ?? "\0").split("\0");
const escaped = (key: string) => key.replace(/[\\.]/g, "\\$&");

export function encode(value: unknown): Encoded {
  const [json, notes] = write(value);
  return notes ? { json, meta: { values: notes, v: 1 } } : { json };
}

type Written = readonly [json: unknown, notes?: Notes | undefined];

function write(value: unknown): Written {
  const [json, kind] = replace(value);
  if (!isPlain(json)) return [json, kind && [kind]];
  const written: Record<string, unknown> | unknown[] = Array.isArray(json) ? [] : {};
  const below: Below = {};
  for (const [key, item] of Object.entries(json)) {
    const [plain, notes] = write(item);
    Reflect.set(written, key, plain);
    if (!notes) continue;
    if (isNote(notes)) below[escaped(key)] = notes;
    else for (const path in notes) below[`${escaped(key)}.${path}`] = notes[path] ?? {};
  }
  const hasNotes = Object.keys(below).length > 0;
  if (!kind) return [written, hasNotes ? below : undefined];
  return [written, hasNotes ? [kind, below] : [kind]];
}

/** Whether there is something below it; what has a class of its own is left to its `toJSON`. */
function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}

/** What stands for a value in JSON, and which kind it is of if JSON has no word for it. */
function replace(value: unknown): [json: unknown, kind?: Kind] {
  switch (typeof value) {
    case "undefined":
      return [null, "undefined"];
    case "bigint":
      return [String(value), "bigint"];
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0) ? [value] : [nameOf(value), "number"];
  }
  if (value instanceof Date && !Number.isNaN(value.getTime())) return [value.toISOString(), "Date"];
  if (value instanceof URL) return [value.href, "URL"];
  if (value instanceof Map) return [[...value], "map"];
  if (value instanceof Set) return [[...value], "set"];
  return [value];
}

const nameOf = (number: number) => (number === 0 ? "-0" : String(number));
