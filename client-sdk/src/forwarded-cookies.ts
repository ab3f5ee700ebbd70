import type { HeaderFields } from "./options.ts";
import type { Session } from "./session.ts";

/** What a cookie is kept with, in the words of Next.js, SvelteKit and Astro alike. */
export interface CookieOptions {
  path: string;
  httpOnly: boolean;
  secure: boolean;
  sameSite: "lax" | "strict" | "none";
  /** In seconds. */
  maxAge?: number;
}

/** Keeps a cookie in the visitor's browser: `(...cookie) => cookies.set(...cookie)`. */
export type SetCookie = (name: string, value: string, options: CookieOptions) => void;

/**
 * For a page that a server renders: asks as the visitor whose `Cookie` header that is, and hands on the cookies that
 * the shop answers. Make a client for each request with it: one that is shared would speak for everybody.
 */
export function forwardedCookies(cookie: string | null | undefined, setCookie?: SetCookie): Session {
  return {
    headers: (): HeaderFields => (cookie ? { cookie } : {}),
    receive({ headers }) {
      for (const header of setCookie ? headers.getSetCookie() : []) setCookie?.(...readCookie(header));
    },
  };
}

function readCookie(header: string): Parameters<SetCookie> {
  const [[name = "", value = ""] = [], ...attributes] = header
    .split(";")
    .map((part) => /^\s*([^=]*)=?(.*)$/.exec(part)?.slice(1) ?? []);
  const said = new Map(attributes.map(([key = "", text = ""]) => [key.toLowerCase(), text]));
  const sameSite = said.get("samesite")?.toLowerCase();
  const maxAge = said.get("max-age");
  return [
    name,
    decodeURIComponent(value),
    {
      path: said.get("path") ?? "/",
      httpOnly: said.has("httponly"),
      secure: said.has("secure"),
      sameSite: sameSite === "strict" || sameSite === "none" ? sameSite : "lax",
      ...(maxAge !== undefined && { maxAge: Number(maxAge) }),
    },
  ];
}
