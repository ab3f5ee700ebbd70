import { describe, expect, test } from "bun:test";
import {
  createTRPCUntypedClient,
  type HTTPLinkOptions,
  httpBatchLink,
  httpLink,
  httpSubscriptionLink,
  splitLink,
  TRPCClientError,
  type TRPCLink,
} from "@trpc/client";
import type { AnyTRPCClientTypes } from "@trpc/server";
import { EventSource } from "eventsource";
import superjson from "superjson";
import { connect } from "../../client-sdk/src/connect.ts";
import { type Fetch, isShopError } from "../../client-sdk/src/index.ts";
import { type AppRouter, shopLink } from "../../client-sdk/src/trpc.ts";
import { procedures } from "../../server/trpc/root.ts";
import type { TestShop } from "../../testing/shop.ts";
import { askers, type ProcedurePath, validInputs } from "../helpers/valid-inputs.ts";
import { happen, newOrder } from "../helpers/watching.ts";
import { copyOf, newWorld } from "../helpers/world.ts";

const world = await newWorld();
const forStrangers = await copyOf(world);
const url = "http://shop.test";

// Sound: the compiler asks for an input of every path, and of no other.
const paths = Object.keys(validInputs) as ProcedurePath[];
const callable = paths.filter((path) => procedures[path]?._def.type !== "subscription");
const kindOf = (path: ProcedurePath) => (procedures[path]?._def.type === "query" ? "query" : "mutation");

/** What a call comes to. */
type Outcome = { output: unknown } | { code: unknown; httpStatus: unknown; message: string; data: object };

/** What is asked, however it is written: stock tRPC writes out that there is no input. */
interface Asked {
  method: string;
  path: string;
  input: unknown;
}

function readAsked(url: string, { method = "GET", body }: RequestInit): Asked {
  const { pathname, searchParams } = new URL(url);
  const text = typeof body === "string" ? body : searchParams.get("input");
  const json: unknown = text ? JSON.parse(text) : undefined;
  const input = searchParams.get("batch") ? Object(json)[0] : json;
  return { method, path: pathname, input: input && superjson.deserialize(input) };
}

interface Exchange {
  asked: Asked;
  answer: Response;
}

/** Asks the shop, and keeps what went over the wire. */
function recordOf(shop: TestShop, token?: string) {
  const exchanges: Exchange[] = [];
  const fetch: Fetch = async (url, init) => {
    const request = new Request(url, init);
    if (token) request.headers.set("authorization", `Bearer ${token}`);
    const answer = await shop.app(request, "192.0.2.1");
    exchanges.push({ asked: readAsked(url, init), answer: answer.clone() as Response });
    return answer;
  };
  return { exchanges, fetch };
}

/** Answers as the shop did, if it is asked the same. */
function replayOf(exchanges: readonly Exchange[]): Fetch {
  const left = [...exchanges];
  return async (url, init = {}) => {
    const { answer, asked } = left.shift() ?? expect.unreachable("one request too many");
    expect(readAsked(url, init)).toEqual(asked);
    return answer.clone() as Response;
  };
}

async function ours(path: ProcedurePath, input: unknown, fetch: Fetch): Promise<Outcome> {
  try {
    return { output: await connect({ url, fetch }).call({ kind: kindOf(path), path, input }) };
  } catch (error) {
    if (!isShopError(error)) throw error;
    const { code, status, message, data } = error;
    return { code, httpStatus: status, message, data };
  }
}

async function theirs(path: ProcedurePath, input: unknown, link: TRPCLink<AppRouter>): Promise<Outcome> {
  const client = createTRPCUntypedClient({ links: [link] });
  try {
    return { output: await client[kindOf(path)](path, input) };
  } catch (error) {
    if (!(error instanceof TRPCClientError)) throw error;
    const { code, httpStatus, path: _, ...data } = error.data;
    return { code, httpStatus, message: error.message, data };
  }
}

function stockLink(replay: Fetch): TRPCLink<AppRouter> {
  // Its types of streams are not the platform's.
  const fetch = ((url, init) => replay(String(url), init as RequestInit)) as NonNullable<
    HTTPLinkOptions<AnyTRPCClientTypes>["fetch"]
  >;
  const options = { url: `${url}/trpc`, transformer: superjson, fetch };
  return splitLink({
    condition: ({ type }) => type === "mutation",
    true: httpLink(options),
    false: httpBatchLink(options),
  });
}

/** The same of all three clients, of which the first one asks the shop and the others hear what it answered. */
async function expectAlike(
  shop: TestShop,
  { path, input, token }: { path: ProcedurePath; input: unknown; token?: string },
): Promise<Outcome> {
  const { exchanges, fetch } = recordOf(shop, token);
  const outcome = await ours(path, input, fetch);
  expect(exchanges).toHaveLength(1);
  expect(await theirs(path, input, stockLink(replayOf(exchanges)))).toEqual(outcome);
  expect(await theirs(path, input, shopLink({ url, fetch: replayOf(exchanges) }))).toEqual(outcome);
  return outcome;
}

describe("this client and the stock one of tRPC with superjson ask and hear the same:", () => {
  test.each(callable)("%s", async (path) => {
    const { alice, owner } = world;
    const token = askers[path]?.(world) ?? (path.startsWith("admin.") ? owner.token : alice.token);
    const call = { path, input: validInputs[path](world, alice), token };
    expect(await expectAlike(await copyOf(world), call)).toHaveProperty("output");
  });

  test.each(callable)("%s where it is refused", async (path) => {
    const wrong = { cartId: 7, id: new Date(0), email: undefined, token: "", limit: -0 };
    await expectAlike(forStrangers, { path, input: wrong });
  });
});

describe("order.watch", () => {
  test("is told alike by the stock client's EventSource, this one's fetch and the link", async () => {
    const shop = await copyOf(world);
    const order = await newOrder(shop);
    for (const nth of [1, 2]) await happen(shop.db, order.id, "confirmed", nth);
    const fetch: Fetch = (url, init) => shop.app(new Request(url, init), "192.0.2.1");
    class InProcess extends EventSource {
      constructor(url: string) {
        super(url, { fetch: (input, init) => fetch(String(input), { ...init, signal: null }) });
      }
    }

    const [mine, ...others] = await Promise.all([
      firstEvents((onData) => connect({ url, fetch }).subscribe("order.watch", order, { onData })),
      ...[
        httpSubscriptionLink({ url: `${url}/trpc`, transformer: superjson, EventSource: InProcess }),
        shopLink({ url, fetch }),
      ].map((link: TRPCLink<AppRouter>) =>
        firstEvents((hear) => {
          const client = createTRPCUntypedClient({ links: [link] });
          const onData = (event: unknown) => hear(Object(event).data);
          return client.subscription("order.watch", order, { onData });
        }),
      ),
    ]);
    expect(mine).toMatchObject([{ details: { note: "1" } }, { details: { note: "2" } }]);
    expect(others).toEqual([mine, mine]);
  });
});

/** The first two events. */
async function firstEvents(
  subscribe: (onData: (event: unknown) => void) => { unsubscribe(): void },
): Promise<unknown[]> {
  const { promise, resolve } = Promise.withResolvers<unknown[]>();
  const events: unknown[] = [];
  const { unsubscribe } = subscribe((event) => {
    if (events.push(event) === 2) resolve(events);
  });
  return promise.finally(unsubscribe);
}
