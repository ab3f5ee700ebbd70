import { type Connection, connect } from "./connect.ts";
import type { Routes } from "./generated/contract.ts";
import type {
  ClientOptions,
  MutationOptions,
  QueryOptions,
  Subscribed,
  SubscribeOptions,
} from "./options.ts";
import type { AnyProcedure } from "./paths.ts";
import { createTree } from "./tree.ts";

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
  return clientOf(connect(options));
}

export function clientOf({ call, subscribe }: Connection): ShopClient {
  const client = createTree({
    query: (path) => (input: unknown, options?: QueryOptions) =>
      call({ ...options, kind: "query", path, input }),
    mutate: (path) => (input: unknown, options?: MutationOptions) =>
      call({ ...options, kind: "mutation", path, input }),
    subscribe: (path) => (input: unknown, options: SubscribeOptions<unknown>) =>
      subscribe(path, input, options),
  });
  // Sound: the tree has whatever way it is asked for, among them all that the type names.
  return client as ShopClient;
}
