import ts from "typescript-api";
import type { Change, Direction } from "./change.ts";
import { contentsOf, hasParts, pairParts } from "./pair-parts.ts";

const words = {
  input: { come: "can be told", gone: "is no longer taken", more: "takes", less: "no longer takes" },
  output: { come: "is told", gone: "is no longer told", more: "may be", less: "is no longer" },
} as const satisfies Record<Direction, Record<string, string>>;

/** Sets types against each other, part by part, so that what has changed is named where it stands. */
export class TypeComparison {
  readonly changes: Change[] = [];
  readonly #checker: ts.TypeChecker;
  /** By what was before, what it was set against: a type that contains itself never ends. */
  readonly #seen = new Map<ts.Type, Set<ts.Type>>();

  readonly #direction: Direction;
  readonly #words: (typeof words)[Direction];

  constructor(checker: ts.TypeChecker, direction: Direction) {
    this.#checker = checker;
    this.#direction = direction;
    this.#words = words[direction];
  }

  /** @param left whether the types are those of a field that may be left out, which `undefined` then tells no more of */
  compare(before: ts.Type, after: ts.Type, path: string, left?: "left out"): void {
    if (before === after) return;
    const seen = this.#seen.get(before) ?? new Set();
    this.#seen.set(before, seen);
    if (seen.has(after)) return;
    seen.add(after);

    const isTold = ({ flags }: ts.Type) => !left || (flags & ts.TypeFlags.Undefined) === 0;
    const [old, now] = [partsOf(before).filter(isTold), partsOf(after).filter(isTold)];
    const { pairs, gone, come } = pairParts(old.filter(hasParts), now.filter(hasParts), this.#checker);
    for (const [oldPart, newPart] of pairs) this.#compareParts(oldPart, newPart, path);

    const single = (types: readonly ts.Type[], others: readonly ts.Type[]) =>
      types.filter((type) => !hasParts(type) && !others.includes(type));
    this.#noteLess([...gone, ...single(old, now)], now, path);
    this.#noteMore([...come, ...single(now, old)], old, path);
  }

  /** What was among the alternatives is not any more: of an input that breaks, unless something wider stands for it. */
  #noteLess(gone: readonly ts.Type[], now: readonly ts.Type[], path: string): void {
    for (const part of gone) {
      const covered = now.some((other) => this.#fits(part, other));
      if (this.#direction === "output" || !covered) {
        this.#note(path, `${this.#words.less} ${this.#print(part)}`, this.#direction === "input");
      }
    }
  }

  /** What was not among the alternatives now is: of an output that breaks, unless it is a case of what was there. */
  #noteMore(come: readonly ts.Type[], old: readonly ts.Type[], path: string): void {
    for (const part of come) {
      const covered = old.some((other) => this.#fits(part, other));
      this.#note(path, `${this.#words.more} ${this.#print(part)}`, this.#direction === "output" && !covered);
    }
  }

  #compareParts(before: ts.Type, after: ts.Type, path: string): void {
    const [old, now] = [contentsOf(before, this.#checker), contentsOf(after, this.#checker)];
    if (old || now) {
      this.#compareContents(before, after, path);
      return;
    }
    const propertiesOf = (type: ts.Type) => this.#checker.getPropertiesOfType(type);
    const names = new Set([...propertiesOf(before), ...propertiesOf(after)].map(({ name }) => name));
    for (const name of names) {
      const oldField = this.#checker.getPropertyOfType(before, name);
      const newField = this.#checker.getPropertyOfType(after, name);
      this.#compareFields(oldField, newField, `${path}.${name}`);
    }
    for (const { keyType, type } of this.#checker.getIndexInfosOfType(before)) {
      const other = this.#checker.getIndexInfosOfType(after).find((each) => each.keyType === keyType);
      if (other) this.compare(type, other.type, `${path}{}`);
      else this.#note(path, `no longer has any ${this.#print(keyType)}`, true);
    }
  }

  #compareContents(before: ts.Type, after: ts.Type, path: string): void {
    const [old, now] = [contentsOf(before, this.#checker), contentsOf(after, this.#checker)];
    if (before.getSymbol() !== after.getSymbol() || old?.length !== now?.length) {
      const [from, to] = this.#direction === "input" ? [before, after] : [after, before];
      this.#note(path, `is ${this.#print(after)} now, not ${this.#print(before)}`, !this.#fits(from, to));
      return;
    }
    old?.forEach((type, index) => {
      const other = now?.[index];
      if (other) this.compare(type, other, `${path}[]`);
    });
  }

  #compareFields(before: ts.Symbol | undefined, after: ts.Symbol | undefined, path: string): void {
    const needed = this.#direction === "input" && after !== undefined && !isOptional(after);
    if (!before || !after) {
      const text = before ? this.#words.gone : needed ? "is needed now" : this.#words.come;
      this.#note(path, text, before !== undefined || needed);
      return;
    }
    if (isOptional(before) && !isOptional(after)) {
      this.#note(path, needed ? "is needed now" : "is always told now", needed);
    }
    if (!isOptional(before) && isOptional(after)) {
      this.#note(path, "may be left out now", this.#direction === "output");
    }
    const typeOf = (field: ts.Symbol) => this.#checker.getTypeOfSymbol(field);
    const left = isOptional(before) || isOptional(after) ? "left out" : undefined;
    this.compare(typeOf(before), typeOf(after), path, left);
  }

  #note(path: string, text: string, breaks: boolean): void {
    this.changes.push({ path, text, breaks });
  }

  #fits(from: ts.Type, to: ts.Type): boolean {
    return this.#checker.isTypeAssignableTo(from, to);
  }

  #print(type: ts.Type): string {
    return this.#checker.typeToString(type).replaceAll(/import\("[^"]*"\)\./g, "");
  }
}

function partsOf(type: ts.Type): readonly ts.Type[] {
  return type.isUnion() ? type.types : [type];
}

function isOptional({ flags }: ts.Symbol): boolean {
  return (flags & ts.SymbolFlags.Optional) !== 0;
}
