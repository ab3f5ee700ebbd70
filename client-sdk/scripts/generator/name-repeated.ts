import { pathHint, singular } from "./names.ts";
import { printFlat, printShape } from "./print-shape.ts";
import { type Declaration, type Declarations, mapShape, type Shape, unionOf } from "./shape.ts";

/** Shorter than this, a name would say less than the shape does. */
const shortest = 60;

/** A shape that stands in a place of the contract, such as `cart.get input`. */
interface Place {
  path: string;
  shape: Shape;
}

interface Met {
  shape: Shape;
  hint: string;
  count: number;
}

/**
 * Gives what stands in several places, to the word, the name of the declaration that says the same, or one after where it
 * stands first.
 * @param derive finds a name that nothing has yet
 */
export function nameRepeated(
  declarations: Declarations,
  places: readonly Place[],
  derive: (hint: string) => string,
) {
  const names = new Map<string, string>();
  for (const [name, { shape }] of declarations) {
    const key = printShape(shape);
    if (isWorthIt(shape)) names.set(key, names.has(key) ? "" : name);
  }
  const added = new Map<string, Declaration>();
  const found = countRepeated(declarations, places);
  for (const [key, { shape, hint, count }] of found) {
    if (count < 2 || names.has(key)) continue;
    const name = derive(hint);
    names.set(key, name);
    added.set(name, { shape, doc: undefined });
  }

  const replaceInside = (shape: Shape): Shape =>
    mapShape(shape, shape.kind === "union" ? replaceInside : replace);
  function replace(whole: Shape): Shape {
    const { shape, empty } = withoutEmpty(whole);
    const name = isWorthIt(shape) ? names.get(printShape(shape)) : undefined;
    return unionOf([name ? { kind: "name", name } : replaceInside(shape), ...empty]);
  }
  const declared = [...declarations, ...added].map(([name, { shape, doc }]): [string, Declaration] => [
    name,
    { shape: replaceInside(shape), doc },
  ]);
  return { replace, declarations: new Map(declared) };
}

/** How often each shape without a name is met; what is in one that repeats is met with the first of it. */
function countRepeated(declarations: Declarations, places: readonly Place[]): Map<string, Met> {
  const found = new Map<string, Met>();
  const countInside = (shape: Shape, hint: string) => {
    mapShape(shape, (inner, field) => {
      // An alternative is told from the others where it stands.
      if (shape.kind === "union") countInside(inner, hint);
      else count(inner, field ?? (shape.kind === "array" ? singular(hint) : hint));
      return inner;
    });
  };
  const count = (whole: Shape, hint: string) => {
    const { shape } = withoutEmpty(whole);
    if (isWorthIt(shape)) {
      const key = printShape(shape);
      const met = found.get(key);
      found.set(key, { shape, hint: met?.hint ?? hint, count: (met?.count ?? 0) + 1 });
      if (met) return;
    }
    countInside(shape, hint);
  };
  for (const [name, { shape }] of declarations) countInside(shape, name);
  for (const { path, shape } of places) count(shape, pathHint(path));
  return found;
}

/** A name speaks for what there is; that there may be nothing is told where it stands. */
function withoutEmpty(whole: Shape): { shape: Shape; empty: readonly Shape[] } {
  const isEmpty = (each: Shape) =>
    each.kind === "word" && (each.text === "null" || each.text === "undefined");
  if (whole.kind !== "union" || whole.members.every(isEmpty)) return { shape: whole, empty: [] };
  return {
    shape: unionOf(whole.members.filter((each) => !isEmpty(each))),
    empty: whole.members.filter(isEmpty),
  };
}

function isWorthIt(shape: Shape): boolean {
  return (shape.kind === "object" || shape.kind === "union") && printFlat(shape).length >= shortest;
}
