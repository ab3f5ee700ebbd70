import { type Caller, createCaller, type Kind } from "./caller.ts";
import type { Routes } from "./generated/contract.ts";
import type { ClientOptions, MutationOptions, QueryOptions } from "./options.ts";
import type { AnyProcedure } from "./paths.ts";

type Arguments<Input, Options> = undefined extends Input
  ? [input?: Input, options?: Options]
  : [input: Input, options?: Options];

type Callable<Procedure extends AnyProcedure> = Procedure["kind"] extends "query"
  ? { query(...args: Arguments<Procedure["input"], QueryOptions>): Promise<Procedure["output"]> }
  : { mutate(...args: Arguments<Procedure["input"], MutationOptions>): Promise<Procedure["output"]> };

type Callables<Tree> = {
  readonly [Step in keyof Tree]: Tree[Step] extends AnyProcedure
    ? Callable<Tree[Step]>
    : Callables<Tree[Step]>;
};

/** The shop: `shop.catalog.products.query({ limit: 12 })`, `shop.cart.addLine.mutate({ … })`. */
export type ShopClient = Callables<Routes>;

/** A client of the shop at `url`. It holds no connection, so that one of them serves a whole page or process. */
export function createClient(options: ClientOptions): ShopClient {
  // Sound: the node makes whatever step it is asked for, among them all that the type names.
  return createNode(createCaller(options), []) as ShopClient;
}

const kinds = new Map<string, Kind>([
  ["query", "query"],
  ["mutate", "mutation"],
]);

/** A step of the way to a procedure. The names are in the types alone: at run time any of them leads on. */
function createNode(call: Caller, steps: readonly string[]): object {
  const known = new Map<string, unknown>();
  const child = (step: string) => {
    const kind = kinds.get(step);
    if (!kind) return createNode(call, [...steps, step]);
    const path = steps.join(".");
    return (input?: unknown, options?: MutationOptions) => call({ ...options, kind, path, input });
  };
  return new Proxy(Object.freeze({}), {
    get(_, step) {
      // Whoever awaits a node or prints it asks for these.
      if (typeof step === "symbol" || step === "then" || step === "toJSON") return undefined;
      const made = known.get(step) ?? child(step);
      known.set(step, made);
      return made;
    },
  });
}
