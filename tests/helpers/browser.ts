import type { App } from "../../server/app.ts";

/** Where it is, and what it was answered there. */
interface Page {
  url: URL;
  response: Response;
}

export interface Browser {
  /** Asks for one page, with the cookies it has for it, and keeps those it gets. */
  visit(url: string | URL, init?: RequestInit): Promise<Response>;
  /**
   * Goes where each page sends it until one sends it no further, or away from the shop and this machine, or to an
   * address that `until` stops at; headers go with every request.
   */
  follow(
    url: string | URL,
    how?: { until?: (url: URL) => boolean; headers?: Record<string, string> },
  ): Promise<Page>;
  /** The names of the cookies that the shop's pages get. */
  cookieNames(): string[];
  /** Forgets what the shop had it keep, or somebody else. */
  forget(origin?: string): void;
}

const shopOrigin = "http://shop.test";

interface Kept {
  origin: string;
  path: string;
  name: string;
  value: string;
}

/** A browser with a cookie jar: the shop is called in process, everything else by its address. */
export function newBrowser(app: App): Browser {
  let jar: Kept[] = [];

  const cookiesFor = ({ origin, pathname }: URL) =>
    jar.filter((kept) => kept.origin === origin && pathname.startsWith(kept.path));

  function keep(header: string, origin: string): void {
    const { name, value, path, maxAge, expires } = Bun.Cookie.parse(header);
    jar = jar.filter((kept) => kept.origin !== origin || kept.name !== name || kept.path !== path);
    const isOver = maxAge === 0 || (expires !== undefined && expires.getTime() <= Date.now());
    if (!isOver) jar.push({ origin, name, value, path: path ?? "/" });
  }

  async function visit(address: string | URL, init: RequestInit = {}): Promise<Response> {
    const url = new URL(address, shopOrigin);
    const headers = new Headers(init.headers);
    const cookies = cookiesFor(url).map(({ name, value }) => `${name}=${value}`);
    if (cookies.length > 0) headers.set("cookie", cookies.join("; "));
    const request = new Request(url.href, { ...init, headers, redirect: "manual" });
    const response = url.origin === shopOrigin ? await app(request, "192.0.2.1") : await fetch(request);
    for (const header of response.headers.getSetCookie()) keep(header, url.origin);
    return response;
  }

  return {
    visit,
    async follow(address, { until = () => false, headers = {} } = {}) {
      let url = new URL(address, shopOrigin);
      let response = await visit(url, { headers });
      for (;;) {
        const location = response.headers.get("location");
        if (location === null) return { url, response };
        url = new URL(location, url);
        const isKnown = url.origin === shopOrigin || url.hostname === "127.0.0.1";
        if (!isKnown || until(url)) return { url, response };
        await response.body?.cancel();
        response = await visit(url, { headers });
      }
    },
    cookieNames: () => cookiesFor(new URL(shopOrigin)).map(({ name }) => name),
    forget(origin = shopOrigin) {
      jar = jar.filter((kept) => kept.origin !== origin);
    },
  };
}
