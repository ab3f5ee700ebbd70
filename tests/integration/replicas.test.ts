import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Fetch } from "../../client-sdk/src/index.ts";
import type { TestShop } from "../../testing/shop.ts";
import { newStaff } from "../../testing/staff.ts";
import { findStaleReads } from "../helpers/read-your-writes.ts";
import { newInstance, seen } from "../helpers/replicas.ts";
import { startSlowProxy } from "../helpers/slow-proxy.ts";
import { startRemoteStore } from "../helpers/sqld.ts";

const portOf = (url: string) => Number(new URL(url).port);
const fetchOf =
  ({ app }: TestShop): Fetch =>
  (url, init) =>
    app(new Request(url, init));

describe("a replica", () => {
  let store: Awaited<ReturnType<typeof startRemoteStore>>;
  beforeAll(async () => {
    store = await startRemoteStore();
  });
  afterAll(() => store.stop());

  test("of each of two instances is late, and who has changed something sees it in both at once", async () => {
    const { url } = store.sqld;
    const slow = await startSlowProxy(portOf(url));
    slow.delayMs = 5;
    const late = await startSlowProxy(portOf(url));
    const [near, far] = await Promise.all([
      newInstance({ url, syncUrl: slow.url }),
      newInstance({ url, syncUrl: late.url }),
    ]);
    await Promise.all([near, far].map(({ replica }) => seen(replica)));
    const { token } = await newStaff(near);
    const before = (attempt: number) => {
      if (attempt === 500) late.stall(); // the primary has to be asked
      if (attempt === 52) late.goOn();
    };
    const shop = { url: near.url, instances: [near, far].map(fetchOf), token, before };
    const t = performance.now();
    expect(await findStaleReads(shop, 100)).toEqual([]);
    console.log(performance.now() - t, near.replica.lagMs);
    await Promise.all([near, far].map(({ replica }) => replica.close()));
    slow.close();
    late.close();
  });
});
