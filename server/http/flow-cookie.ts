import { Cookie, CookieMap } from "bun";
import { z } from "zod";

/** In seconds: how long a customer may take at the provider. */
const maxAge = 10 * 60;

/** How many sign-ins a browser may have begun at once, each in a tab of its own. */
const maxFlows = 4;

const flow = z.object({
  provider: z.string(),
  returnTo: z.string(),
  state: z.string(),
  codeVerifier: z.string(),
  nonce: z.string(),
});

/** A sign-in through a provider that a browser has begun. */
export type Flow = z.infer<typeof flow>;

/** See `session-cookie.ts` for the prefix. */
const prefix = (secure: boolean) => (secure ? "__Host-bodega_oauth_" : "bodega_oauth_dev_");

/** Each sign-in has a cookie of its own, named by the beginning of its state. */
const cookieName = (state: string, secure: boolean) => `${prefix(secure)}${state.slice(0, 8)}`;

/** Whether it looks like a state of ours, and so may be part of a cookie's name. */
const isState = (text: string) => /^[\w-]{32}$/.test(text);

/** The headers that have the browser keep a sign-in, and forget the oldest of too many. */
export function keepFlow(headers: Headers, kept: Flow, secure: boolean): string[] {
  const value = Buffer.from(JSON.stringify(kept)).toString("base64url");
  const begun = [...cookiesOf(headers).keys()].filter(
    (name) => name.startsWith(prefix(secure)) && /^[\w-]{8}$/.test(name.slice(prefix(secure).length)),
  );
  return [
    flowCookie(cookieName(kept.state, secure), value, secure),
    ...begun.slice(0, 1 - maxFlows).map((name) => flowCookie(name, null, secure)),
  ];
}

/** The sign-in that this browser began with that state. */
export function readFlow(headers: Headers, state: string, secure: boolean): Flow | undefined {
  if (!isState(state)) return undefined;
  const value = cookiesOf(headers).get(cookieName(state, secure));
  if (!value) return undefined;
  const found = flow.safeParse(parseJson(Buffer.from(value, "base64url").toString()));
  return found.success && found.data.state === state ? found.data : undefined;
}

/** The header that has the browser forget a sign-in; none for what is no state. */
export function forgetFlow(state: string, secure: boolean): string[] {
  return isState(state) ? [flowCookie(cookieName(state, secure), null, secure)] : [];
}

function cookiesOf(headers: Headers): CookieMap {
  return new CookieMap(headers.get("cookie") ?? "");
}

function flowCookie(name: string, value: string | null, secure: boolean): string {
  return new Cookie(name, value ?? "", {
    path: "/",
    httpOnly: true,
    secure,
    sameSite: "lax",
    maxAge: value === null ? 0 : maxAge,
  }).serialize();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
