import { createClient, type ShopClient } from "../client-sdk/src/index.ts";
import type { App } from "../server/app.ts";

/** Where a test shop seems to be, to those who call it in process. */
export const shopUrl = "http://shop.test";

/** A client of nobody in particular. */
export function guestOf(app: App): ShopClient {
  return createClient({ url: shopUrl, fetch: (input, init) => app(new Request(input, init)), retry: 0 });
}

/** A client whose every call carries a session's token or an API key, as an app's does, from a device and an address. */
export function clientWith(app: App, token: string, device = "test"): ShopClient {
  return createClient({
    url: shopUrl,
    fetch: (input, init) => app(new Request(input, init), "192.0.2.1"),
    headers: { authorization: `Bearer ${token}`, "user-agent": device },
    retry: 0,
  });
}
