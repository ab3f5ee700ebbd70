export type FormValue = string | FormValue[] | Form;
export interface Form {
  [name: string]: FormValue;
}

/** `a[b]=1&c[0][d]=2&e[]=3` as `{ a: { b: "1" }, c: [{ d: "2" }], e: ["3"] }`. */
export function parseForm(text: string): Form {
  const form: Form = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const keys = [...name.matchAll(/[^[\]]+|\[\]/g)].map(([key]) => key);
    put(form, keys, value);
  }
  return withArrays(form);
}

function put(into: Form, [key = "", ...rest]: string[], value: string): void {
  const name = key === "[]" ? String(Object.keys(into).length) : key;
  if (rest.length === 0) {
    into[name] = value;
    return;
  }
  const inner = into[name];
  const next: Form = typeof inner === "object" && !Array.isArray(inner) ? inner : {};
  into[name] = next;
  put(next, rest, value);
}

/** Where every name is a number, they are the places of an array. */
function withArrays(form: Form): Form {
  return Object.fromEntries(Object.entries(form).map(([name, value]) => [name, arrayOrForm(value)]));
}

function arrayOrForm(value: FormValue): FormValue {
  if (typeof value === "string" || Array.isArray(value)) return value;
  const names = Object.keys(value);
  const inner = withArrays(value);
  return names.every((name) => /^\d+$/.test(name)) ? Object.values(inner) : inner;
}
