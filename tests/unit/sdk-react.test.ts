import { expect, test } from "bun:test";
import {
  InfiniteQueryObserver,
  MutationObserver,
  QueryClient,
  useInfiniteQuery,
  useMutation,
  useQueries,
  useQuery,
} from "@tanstack/react-query";
import type { Failure, Output } from "../../client-sdk/src/index.ts";
import { createQueries } from "../../client-sdk/src/react.ts";
import { createFakeShop, shopError } from "../../client-sdk/src/testing.ts";

const product = (slug: string) => ({ slug, title: slug }) as Output<"catalog.products">["items"][number];

function newQueries() {
  const shop = createFakeShop();
  return { shop, queries: createQueries(shop.client), cache: new QueryClient() };
}

test("a query's options ask the shop, and keep the answer under a key of their own", async () => {
  const { shop, queries, cache } = newQueries();
  shop.answer("catalog.suggest", [{ slug: "mug", title: "Mug" }]);
  const options = queries.catalog.suggest.queryOptions({ q: "m" });
  expect(await cache.fetchQuery(options)).toEqual([{ slug: "mug", title: "Mug" }]);
  expect(shop.callsOf("catalog.suggest")).toEqual([{ q: "m" }]);
  expect(cache.getQueryData(queries.catalog.suggest.queryKey({ q: "m" }))?.[0]?.slug).toBe("mug");
  expect(cache.getQueryData(queries.catalog.suggest.queryKey({ q: "x" }))).toBeUndefined();
});

test("what is abandoned is aborted", async () => {
  const { shop, queries, cache } = newQueries();
  shop.answer("catalog.markets", () => Promise.race<never>([]));
  const options = queries.catalog.markets.queryOptions();
  const asked = cache.fetchQuery(options);
  await cache.cancelQueries({ queryKey: options.queryKey });
  await expect(asked).rejects.toThrow();
});

test("an error is not asked for again: the client has done that", async () => {
  const { shop, queries, cache } = newQueries();
  shop.answer("catalog.product", shopError("NOT_FOUND"));
  await expect(cache.fetchQuery(queries.catalog.product.queryOptions({ slug: "x" }))).rejects.toMatchObject({
    code: "NOT_FOUND",
    path: "catalog.product",
  });
  expect(shop.calls).toHaveLength(1);
});

test("pages are asked for one after the other, each with the cursor of the one before", async () => {
  const { shop, queries, cache } = newQueries();
  shop.answer("catalog.products", (input) => {
    const isFirst = input?.cursor === undefined;
    const items = [product(isFirst ? "mug" : "cup")];
    return { items, nextCursor: isFirst ? "next" : null } as Output<"catalog.products">;
  });
  const observer = new InfiniteQueryObserver(
    cache,
    queries.catalog.products.infiniteQueryOptions({ limit: 1 }),
  );
  const stop = observer.subscribe(() => {});
  await observer.refetch();
  const { data, hasNextPage } = await observer.fetchNextPage();
  expect(data?.pages.flatMap(({ items }) => items.map(({ slug }) => slug))).toEqual(["mug", "cup"]);
  expect(hasNextPage).toBe(false);
  expect(shop.callsOf("catalog.products").at(-1)).toEqual({ limit: 1, cursor: "next" });
  stop();
});

test("a mutation's options change the shop, and a part of the cache is named by its path", async () => {
  const { shop, queries, cache } = newQueries();
  shop.answer("catalog.markets", []);
  shop.answer("catalog.suggest", []);
  shop.answer("cart.claim", shopError("NOT_FOUND"));
  await cache.fetchQuery(queries.catalog.markets.queryOptions());
  await cache.fetchQuery(queries.catalog.suggest.queryOptions({ q: "m" }));
  const mutation = new MutationObserver(cache, queries.cart.claim.mutationOptions());
  await expect(mutation.mutate({ cartId: "cart_1" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(shop.callsOf("cart.claim")).toEqual([{ cartId: "cart_1" }]);

  const named = (queryKey: readonly unknown[]) => cache.getQueryCache().findAll({ queryKey }).length;
  expect(
    [queries.catalog.pathKey(), queries.catalog.markets.pathKey(), queries.cart.pathKey()].map(named),
  ).toEqual([2, 1, 0]);
});

/** Never called: what the hooks infer of the options, the compiler tells. */
export function useShop(queries: ReturnType<typeof newQueries>["queries"]) {
  const cart = useQuery({ ...queries.cart.get.queryOptions({ cartId: "c" }), staleTime: 1000 });
  const currency: string | undefined = cart.data?.totals.total.currency;
  const failed: Failure<"cart.get"> | null = cart.error;

  const [markets, same] = useQueries({
    queries: [queries.catalog.markets.queryOptions(), queries.cart.get.queryOptions({ cartId: "c" })],
  });
  const market: string | undefined = markets.data?.[0]?.code;
  const failedToo: Failure<"cart.get"> | null = same.error;

  const { mutate, error } = useMutation(queries.cart.addLine.mutationOptions());
  mutate({ cartId: "c", variantId: "v", quantity: 1 });
  // @ts-expect-error a quantity is a number
  mutate({ cartId: "c", variantId: "v", quantity: "1" });
  const left: number | undefined = error?.code === "OUT_OF_STOCK" ? error.data.available : undefined;

  const pages = useInfiniteQuery(queries.catalog.products.infiniteQueryOptions());
  const slug: string | undefined = pages.data?.pages[0]?.items[0]?.slug;
  // @ts-expect-error no pages, no cursor
  queries.cart.get.infiniteQueryOptions({ cartId: "c" });
  // @ts-expect-error a query is not a mutation
  queries.cart.get.mutationOptions();
  return { currency, failed, failedToo, left, market, slug };
}
