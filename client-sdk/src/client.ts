import { type Caller, createCaller, type Kind } from "./caller.ts";
import type { Routes } from "./generated/contract.ts";
import type {
  ClientOptions,
  MutationOptions,
  QueryOptions,
  Subscribed,
  SubscribeOptions,
} from "./options.ts";
import type { AnyProcedure } from "./paths.ts";
import { createSubscriber, type Subscriber } from "./subscriber.ts";

type Arguments<Input, Options> = undefined extends Input
  ? [input?: Input, options?: Options]
  : [input: Input, options?: Options];

interface Callable<Procedure extends AnyProcedure> {
  query: { query(...args: Arguments<Procedure["input"], QueryOptions>): Promise<Procedure["output"]> };
  mutation: { mutate(...args: Arguments<Procedure["input"], MutationOptions>): Promise<Procedure["output"]> };
  subscription: {
    subscribe(input: Procedure["input"], options: SubscribeOptions<Procedure["output"]>): Subscribed;
  };
}

type Callables<Tree> = {
  readonly [Step in keyof Tree]: Tree[Step] extends AnyProcedure
    ? Callable<Tree[Step]>[Tree[Step]["kind"]]
    : Callables<Tree[Step]>;
};

/** The shop: `shop.catalog.products.query({ limit: 12 })`, `shop.cart.addLine.mutate({ … })`. */
export type ShopClient = Callables<Routes>;

/** A client of the shop at `url`. It holds no connection, so that one of them serves a whole page or process. */
export function createClient(options: ClientOptions): ShopClient {
  // Sound: the node makes whatever step it is asked for, among them all that the type names.
  return createNode({ call: createCaller(options), subscribe: createSubscriber(options) }, []) as ShopClient;
}

interface Ways {
  call: Caller;
  subscribe: Subscriber;
}

const kinds = new Map<string, Kind>([
  ["query", "query"],
  ["mutate", "mutation"],
]);

/** A step of the way to a procedure. The names are in the types alone: at run time any of them leads on. */
function createNode(ways: Ways, steps: readonly string[]): object {
  const known = new Map<string, unknown>();
  const child = (step: string) => {
    const path = steps.join(".");
    if (step === "subscribe") {
      return (input: unknown, options: SubscribeOptions<unknown>) => ways.subscribe(path, input, options);
    }
    const kind = kinds.get(step);
    if (!kind) return createNode(ways, [...steps, step]);
    return (input?: unknown, options?: MutationOptions) => ways.call({ ...options, kind, path, input });
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
