/** What can be done with a procedure, each made of its path: `query`, `mutate`. */
export type Methods = Readonly<Record<string, (path: string) => unknown>>;

/**
 * An object on which every way leads on, `tree.cart.addLine`, until it comes to one of the methods. The names of
 * procedures are in the types alone, so that a router of any size costs nothing here.
 */
export function createTree(methods: Methods, steps: readonly string[] = []): object {
  const known = new Map<string, unknown>();
  return new Proxy(Object.freeze({}), {
    get(_, step) {
      // Whoever awaits a node or prints it asks for these.
      if (typeof step === "symbol" || step === "then" || step === "toJSON") return undefined;
      const method = Object.hasOwn(methods, step) ? methods[step] : undefined;
      const made = known.get(step) ?? method?.(steps.join(".")) ?? createTree(methods, [...steps, step]);
      known.set(step, made);
      return made;
    },
  });
}
