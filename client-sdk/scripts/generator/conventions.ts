/** How a project says of its procedures what types do not tell. Each may throw a Fault where that is not said. */
export interface Conventions {
  /** What the procedure does, in a sentence. */
  summary(meta: unknown, path: string): string | undefined;
  /** The codes that it may refuse with. */
  errors(meta: unknown, path: string): readonly string[];
  /** The schema of each event, by the output of a subscription. */
  event(output: unknown): unknown;
  /** The codes that every procedure may answer. */
  commonCodes: readonly string[];
  /** And every mutation besides. */
  mutationCodes: readonly string[];
  /** Names for codes that go together. */
  codeGroups: Readonly<Record<string, readonly string[]>>;
}

/** Those of most projects: `summary` or `description`, and `errors`, in the metadata. */
export const usualConventions: Conventions = {
  summary: (meta) => textAt(meta, "summary") ?? textAt(meta, "description"),
  errors: (meta) => listAt(meta, "errors") ?? [],
  event: (output) => output,
  commonCodes: [],
  mutationCodes: [],
  codeGroups: {},
};

function at(meta: unknown, key: string): unknown {
  return typeof meta === "object" && meta !== null ? Reflect.get(meta, key) : undefined;
}

function textAt(meta: unknown, key: string): string | undefined {
  const value = at(meta, key);
  return typeof value === "string" ? value : undefined;
}

function listAt(meta: unknown, key: string): string[] | undefined {
  const value = at(meta, key);
  return Array.isArray(value) ? value.map(String) : undefined;
}
