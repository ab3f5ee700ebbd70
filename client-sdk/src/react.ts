import type { DataTag, InfiniteData } from "@tanstack/react-query";
import type { ShopClient } from "./client.ts";
import type { ShopErrorOf } from "./error.ts";
import type { Routes } from "./generated/contract.ts";
import type { MutationOptions, QueryOptions } from "./options.ts";
import type { AnyProcedure } from "./paths.ts";
import { createTree } from "./tree.ts";

/** Begins with the procedure's path, step by step, so that a shorter one names all below it. */
export type QueryKey = readonly unknown[];

/** The client has tried again by itself where that was of use. */
type NoRetry<Failed> = (failures: number, error: Failed) => boolean;

/** Never there: `useQueries` reads from it what a query fails with. */
type Throws<Failed> = (error: Failed) => boolean;

export interface ShopQueryOptions<Output, Failed> {
  queryKey: DataTag<QueryKey, Output, Failed>;
  queryFn(context: { signal: AbortSignal }): Promise<Output>;
  retry: NoRetry<Failed>;
  throwOnError?: Throws<Failed>;
}

export interface ShopInfiniteQueryOptions<Output, Failed> {
  queryKey: DataTag<QueryKey, InfiniteData<Output, Cursor>, Failed>;
  queryFn(context: { signal: AbortSignal; pageParam: Cursor }): Promise<Output>;
  initialPageParam: Cursor;
  getNextPageParam(last: Output): Cursor;
  retry: NoRetry<Failed>;
}

export interface ShopMutationOptions<Input, Output, Failed> {
  mutationKey: QueryKey;
  mutationFn(input: Input): Promise<Output>;
  retry: NoRetry<Failed>;
}

/** Where a page begins; null for the first one, and after the last one. */
type Cursor = string | null;

type Given<Input> = undefined extends Input ? [input?: Input] : [input: Input];

type FailureOf<Procedure extends AnyProcedure> = ShopErrorOf<Procedure["code"] | "NETWORK_ERROR" | "TIMEOUT">;

/** An input without its cursor, which the pages bring themselves. */
type Paged<Input> = Input extends undefined ? Input : Omit<Input, "cursor">;

interface Query<Procedure extends AnyProcedure> {
  queryOptions(
    ...input: Given<Procedure["input"]>
  ): ShopQueryOptions<Procedure["output"], FailureOf<Procedure>>;
  queryKey(...input: Given<Procedure["input"]>): DataTag<QueryKey, Procedure["output"], FailureOf<Procedure>>;
}

interface PagedQuery<Procedure extends AnyProcedure> extends Query<Procedure> {
  infiniteQueryOptions(
    ...input: Given<Paged<Procedure["input"]>>
  ): ShopInfiniteQueryOptions<Procedure["output"], FailureOf<Procedure>>;
}

interface Mutation<Procedure extends AnyProcedure> {
  mutationOptions(): ShopMutationOptions<
    // biome-ignore lint/suspicious/noConfusingVoidType: what TanStack has for what may be left out
    undefined extends Procedure["input"] ? Procedure["input"] | void : Procedure["input"],
    Procedure["output"],
    FailureOf<Procedure>
  >;
}

interface Below {
  /** What all keys of a part begin with: `invalidateQueries({ queryKey: queries.cart.pathKey() })`. */
  pathKey(): QueryKey;
}

type QueryOf<Procedure extends AnyProcedure> = Procedure["output"] extends { nextCursor: Cursor }
  ? PagedQuery<Procedure>
  : Query<Procedure>;

type QueriesOf<Tree> = Below & {
  readonly [Step in keyof Tree]: Tree[Step] extends AnyProcedure
    ? Below &
        {
          query: QueryOf<Tree[Step]>;
          mutation: Mutation<Tree[Step]>;
          subscription: object;
        }[Tree[Step]["kind"]]
    : QueriesOf<Tree[Step]>;
};

/** `queries.cart.get.queryOptions({ cartId })`, `queries.cart.addLine.mutationOptions()`. */
export type ShopQueries = QueriesOf<Routes>;

interface Procedure {
  query(input: unknown, options?: QueryOptions): Promise<unknown>;
  mutate(input: unknown, options?: MutationOptions): Promise<unknown>;
}

const retry = () => false;

/** The options of TanStack Query for every procedure of a client. They are plain objects: spread them, and add your own. */
export function createQueries(shop: ShopClient): ShopQueries {
  const stepsOf = (path: string) => path.split(".").filter((step) => step !== "");
  const procedure = (path: string): Procedure =>
    // Sound: the client has whatever way it is asked for.
    stepsOf(path).reduce<object>((node, step) => Reflect.get(node, step), shop) as Procedure;
  const keyOf = (path: string, kind: string, input: unknown) =>
    input === undefined ? [...stepsOf(path), kind] : [...stepsOf(path), kind, input];

  const queries = createTree({
    pathKey: (path) => () => stepsOf(path),
    queryKey: (path) => (input?: unknown) => keyOf(path, "query", input),
    queryOptions: (path) => (input?: unknown) => ({
      queryKey: keyOf(path, "query", input),
      queryFn: ({ signal }: { signal: AbortSignal }) => procedure(path).query(input, { signal }),
      retry,
    }),
    infiniteQueryOptions: (path) => (input?: object) => ({
      queryKey: keyOf(path, "infinite", input),
      queryFn: ({ signal, pageParam: cursor }: { signal: AbortSignal; pageParam: Cursor }) =>
        procedure(path).query(cursor === null ? input : { ...input, cursor }, { signal }),
      initialPageParam: null,
      getNextPageParam: ({ nextCursor }: { nextCursor: Cursor }) => nextCursor,
      retry,
    }),
    mutationOptions: (path) => () => ({
      mutationKey: stepsOf(path),
      mutationFn: (input: unknown) => procedure(path).mutate(input),
      retry,
    }),
  });
  // Sound: the tree has whatever way it is asked for, among them all that the type names.
  return queries as ShopQueries;
}
