import { createClient } from "../client-sdk/src/index.ts";
import { expectSame } from "./expect.ts";
import { median } from "./statistics.ts";

const url = "http://shop.test";
const input = { cartId: "cart_1" };
const placedAt = "2026-11-28T12:00:00.000Z";
const answer = [{ result: { data: { json: { placedAt }, meta: { values: { placedAt: ["Date"] }, v: 1 } } } }];
const body = JSON.stringify(answer);

/** A server that costs nothing: what is left is the client. */
const fetch = async (_url: string, _init?: RequestInit) =>
  new Response(body, { headers: { "content-type": "application/json" } });

async function bareCall(): Promise<unknown> {
  const query = encodeURIComponent(JSON.stringify({ 0: { json: input } }));
  const response = await fetch(`${url}/trpc/cart.get?batch=1&input=${query}`);
  const answered: typeof answer = JSON.parse(await response.text());
  return new Date(answered[0]?.result.data.json.placedAt ?? "");
}

/** A client is made for it, as a server does for each page that it renders. */
async function firstCall(): Promise<unknown> {
  const cart: object = await createClient({ url, fetch }).cart.get.query(input);
  return Reflect.get(cart, "placedAt");
}

/** How many microseconds a client's first call takes beyond bare `fetch`: of so many of both, after as many to warm up. */
export async function measureClientOverhead(times: number): Promise<number> {
  const bare: number[] = [];
  const client: number[] = [];
  for (let time = 0; time < 2 * times; time++) {
    for (const [call, taken] of [[bareCall, bare] as const, [firstCall, client] as const]) {
      const started = Bun.nanoseconds();
      const answered = await call();
      taken.push((Bun.nanoseconds() - started) / 1e3);
      expectSame("the date in the answer", answered, new Date(placedAt));
    }
  }
  return median(client.slice(times)) - median(bare.slice(times));
}
