import type { HeaderFields } from "./options.ts";

/** How requests say who asks, and what becomes of a token that is answered. */
export interface Session {
  /** What a browser does about its cookies. */
  readonly credentials?: "include" | "omit";
  /** Asked anew for each request. */
  headers?(): HeaderFields | Promise<HeaderFields>;
  /** A mutation's input as it is sent. */
  prepare?(path: string, input: unknown): unknown;
  /** Told of each mutation that was answered. */
  settle?(path: string, output: unknown): void | Promise<void>;
  /** Told of the answer to each call, for what its headers say. */
  receive?: (response: Response) => void;
}

/** The browser keeps the session in a cookie that no script can read. The page's site and the shop's have to be the same. */
export function cookieSession(): Session {
  return { credentials: "include" };
}

/** Where a session's token is kept between the calls, or the visits. */
export interface TokenStore {
  get(): string | null | Promise<string | null>;
  set(token: string | null): void | Promise<void>;
}

/** The procedures that sign in, and those after which nobody is signed in any more. */
const signIns = new Set(["auth.login", "auth.changePassword", "auth.mfa.challenge", "auth.mfa.confirm"]);
const signOuts = new Set(["auth.logout", "account.deleteAccount"]);

/** The token goes into a store of one's own, such as an app's secure one, by itself when somebody signs in or out. */
export function tokenSession({ get, set }: TokenStore): Session {
  return {
    credentials: "omit",
    async headers(): Promise<HeaderFields> {
      const token = await get();
      return token === null ? {} : { authorization: `Bearer ${token}` };
    },
    prepare: (path, input) => (signIns.has(path) ? { session: "token", ...Object(input) } : input),
    async settle(path, output) {
      if (signIns.has(path)) await set(Object(output).token);
      else if (signOuts.has(path)) await set(null);
    },
  };
}

/** Signed in for as long as the client lives: for scripts and tests. */
export function memorySession(token: string | null = null): Session {
  let kept = token;
  return tokenSession({
    get: () => kept,
    set(token) {
      kept = token;
    },
  });
}

/** For pages on another site than the shop's, which browsers send without cookies. Every script of the page can read it. */
export function localStorageSession(key = "bodega-session"): Session {
  return tokenSession({
    get: () => localStorage.getItem(key),
    set: (token) => (token === null ? localStorage.removeItem(key) : localStorage.setItem(key, token)),
  });
}
