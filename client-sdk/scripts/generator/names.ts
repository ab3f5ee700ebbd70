import type ts from "typescript-api";
import { Fault } from "./fault.ts";
import { printFlat } from "./print-shape.ts";
import type { Declaration, Declarations, Shape } from "./shape.ts";
import { pascalCase } from "./syntax.ts";

interface Named {
  name: string;
  doc: string | undefined;
  path: string;
  type: ts.Type;
}

/** The names of the contract: each is one shape, wherever it stands. */
export class Names {
  readonly #declarations = new Map<string, Declaration>();
  /** Where each was met first. */
  readonly #paths = new Map<string, string>();
  /** The types that each is known to stand for. */
  readonly #types = new Map<string, Set<ts.Type>>();
  readonly #open = new Set<string>();
  readonly #reserved: ReadonlySet<string>;
  #branded = false;

  constructor(reserved: Iterable<string>) {
    this.#reserved = new Set(reserved);
  }

  get declarations(): Declarations {
    return this.#declarations;
  }

  /** Whether any text or number is marked as of one sort. */
  get branded(): boolean {
    return this.#branded;
  }

  /** The generic name of what is marked so. */
  brand(): string {
    this.#branded = true;
    return "Branded";
  }

  /**
   * The name of a shape, which is read the first time that it is met, and whenever another type goes by it.
   * @throws Fault for a name that stands for another shape elsewhere
   */
  declare({ name, doc, path, type }: Named, read: () => Shape): Shape {
    if (!/^[A-Za-z_$][\w$]*$/.test(name)) throw new Fault(path, `${name} is no name of a type`);
    if (this.#reserved.has(name)) throw new Fault(path, `${name} is a name that the contract has for itself`);
    const types = this.#types.get(name) ?? new Set();
    this.#types.set(name, types);
    if (this.#open.has(name) || types.has(type)) return { kind: "name", name };
    types.add(type);
    this.#open.add(name);
    const shape = read();
    this.#open.delete(name);
    const before = this.#declarations.get(name);
    if (before && printFlat(before.shape) !== printFlat(shape)) {
      throw new Fault(
        path,
        `${name} is another type here than at ${this.#paths.get(name)}: each needs a name of its own\n${printFlat(before.shape)}\n${printFlat(shape)}`,
      );
    }
    if (!before) this.#paths.set(name, path);
    this.#declarations.set(name, before?.doc === undefined ? { shape, doc } : before);
    return { kind: "name", name };
  }

  /** A name that nothing has yet, after where it stands. */
  derive(hint: string): string {
    const base = pascalCase(hint) || "Shape";
    const taken = (name: string) =>
      this.#reserved.has(name) || this.#declarations.has(name) || this.#types.has(name);
    let name = base;
    for (let count = 2; taken(name); count += 1) name = `${base}${count}`;
    this.#types.set(name, new Set());
    return name;
  }
}

/** What people would call what stands at `cart.get output.lines[]`: a `line`. */
export function pathHint(path: string): string {
  const last = path.split(/[. ]/).at(-1) ?? "";
  const name = last.replaceAll(/[[\]{}]|\{key\}/g, "");
  if (name === "input" || name === "output") return path.replaceAll(/[[\]{}]/g, "");
  return last === name ? name : singular(name);
}

/** `lines` → `line`, as far as endings tell. */
export function singular(word: string): string {
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  return /[^s]s$/.test(word) ? word.slice(0, -1) : word;
}
