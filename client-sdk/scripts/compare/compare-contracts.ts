import type ts from "typescript-api";
import type { Change } from "./change.ts";
import { TypeComparison } from "./compare-types.ts";
import { openContracts } from "./open-contracts.ts";

/** What has changed between two files of contracts, by path; what breaks callers first. */
export function compareContracts(beforeFile: string, afterFile: string): Change[] {
  const { checker, before, after } = openContracts(beforeFile, afterFile);
  const names = [...before.names.difference(after.names)].map((name) => ({
    path: name,
    text: "is exported no more",
    breaks: true,
  }));
  const comparison = new RouteComparison(checker);
  if (before.errors && after.errors) comparison.outputs.compare(before.errors, after.errors, "errors");
  comparison.compareRouters(before.routes, after.routes, "");
  return [...names, ...comparison.changes].toSorted(
    (a, b) => Number(b.breaks) - Number(a.breaks) || (a.path < b.path ? -1 : 1),
  );
}

class RouteComparison {
  readonly #checker: ts.TypeChecker;
  readonly inputs: TypeComparison;
  readonly outputs: TypeComparison;
  readonly #changes: Change[] = [];

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker;
    this.inputs = new TypeComparison(checker, "input");
    this.outputs = new TypeComparison(checker, "output");
  }

  get changes(): readonly Change[] {
    return [...this.#changes, ...this.inputs.changes, ...this.outputs.changes];
  }

  compareRouters(before: ts.Type, after: ts.Type, prefix: string): void {
    const propertiesOf = (type: ts.Type) => this.#checker.getPropertiesOfType(type);
    const steps = new Set([...propertiesOf(before), ...propertiesOf(after)].map(({ name }) => name));
    for (const step of steps) {
      const path = `${prefix}${step}`;
      const [old, now] = [this.#at(before, step), this.#at(after, step)];
      if (old && now) this.#compareSteps(old, now, path);
      else this.#note(path, old ? "is gone" : "is new", old !== undefined);
    }
  }

  #compareSteps(before: ts.Type, after: ts.Type, path: string): void {
    const [old, now] = [this.#at(before, "kind"), this.#at(after, "kind")];
    if (!old && !now) {
      this.compareRouters(before, after, `${path}.`);
    } else if (old === now) {
      this.#compareProcedures(before, after, path);
    } else {
      const text = now ? `is a ${this.#checker.typeToString(now)} now` : "is a router now";
      this.#note(path, text.replaceAll('"', ""), true);
    }
  }

  #compareProcedures(before: ts.Type, after: ts.Type, path: string): void {
    const [oldInput, newInput] = [this.#at(before, "input"), this.#at(after, "input")];
    if (oldInput && newInput) this.inputs.compare(oldInput, newInput, `${path} input`);
    const [oldOutput, newOutput] = [this.#at(before, "output"), this.#at(after, "output")];
    if (oldOutput && newOutput) this.outputs.compare(oldOutput, newOutput, `${path} output`);
    // No refusal breaks a client: they are told to expect codes that they do not know.
    const [old, now] = [codesOf(this.#at(before, "code")), codesOf(this.#at(after, "code"))];
    for (const code of now.difference(old)) this.#note(path, `may refuse with ${code}`, false);
    for (const code of old.difference(now)) this.#note(path, `no longer refuses with ${code}`, false);
  }

  #at(type: ts.Type, step: string): ts.Type | undefined {
    const property = this.#checker.getPropertyOfType(type, step);
    return property && this.#checker.getTypeOfSymbol(property);
  }

  #note(path: string, text: string, breaks: boolean): void {
    this.#changes.push({ path, text, breaks });
  }
}

function codesOf(type: ts.Type | undefined): Set<string> {
  const types = type?.isUnion() ? type.types : type ? [type] : [];
  return new Set(types.flatMap((each) => (each.isStringLiteral() ? [each.value] : [])));
}
