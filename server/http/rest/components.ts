import type { JsonSchema } from "./json-schema.ts";

/** The named schemas of a document, each once. */
export class Components {
  readonly #written = new Map<string, { schema: JsonSchema; text: string }>();

  /**
   * The schema with what it names moved here. What has a name that something else has already, as an input and an output
   * of one shape may, gets a number.
   */
  take({ $defs: known = {}, ...schema }: JsonSchema): JsonSchema {
    const $defs = used(schema, known);
    const names = new Map<string, string>();
    for (const [name, each] of Object.entries($defs))
      names.set(name, this.#nameOf(name, JSON.stringify(each)));
    for (const [name, each] of Object.entries($defs)) {
      const written = withNames(each, names);
      const final = names.get(name) ?? name;
      this.#written.set(final, { schema: written, text: JSON.stringify(each) });
    }
    return withNames(schema, names);
  }

  all(): Record<string, JsonSchema> {
    const sorted = [...this.#written].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(sorted.map(([name, { schema }]) => [name, schema]));
  }

  #nameOf(name: string, text: string): string {
    for (let number = 1; ; number++) {
      const tried = number === 1 ? name : `${name}${number}`;
      const there = this.#written.get(tried);
      if (!there || there.text === text) return tried;
    }
  }
}

const prefix = "#/$defs/";

/** Of what has a name that which the schema refers to, and what that refers to. */
function used(
  schema: JsonSchema,
  known: Readonly<Record<string, JsonSchema>>,
  found: Record<string, JsonSchema> = {},
): Record<string, JsonSchema> {
  JSON.stringify(schema, (key, value: unknown) => {
    const name = key === "$ref" ? String(value).slice(prefix.length) : "";
    const named = known[name];
    if (named && !Object.hasOwn(found, name)) {
      found[name] = named;
      used(named, known, found);
    }
    return value;
  });
  return found;
}

function withNames(schema: JsonSchema, names: ReadonlyMap<string, string>): JsonSchema {
  const text = JSON.stringify(schema, (key, value: unknown) => {
    if (key !== "$ref" || typeof value !== "string") return value;
    const name = value.slice(prefix.length);
    return `#/components/schemas/${names.get(name) ?? name}`;
  });
  // Sound: it was a schema before its references were renamed.
  return JSON.parse(text) as JsonSchema;
}
