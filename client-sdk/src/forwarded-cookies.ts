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
 * the shop answers; what is asked after one of them is asked with it. Make a client for each request with it: one that is
 * shared would speak for everybody.
 */
export function forwardedCookies(cookie: string | null | undefined, setCookie?: SetCookie): Session {
  const kept = new Map<string, string>();
  for (const pair of cookie?.split(/; */) ?? []) {
    const [name = "", ...value] = pair.split("=");
    if (name !== "") kept.set(name, value.join("="));
  }
  return {
    headers(): HeaderFields {
      const pairs = [...kept].map(([name, value]) => `${name}=${value}`);
      return pairs.length > 0 ? { cookie: pairs.join("; ") } : {};
    },
    receive({ headers }) {
      for (const header of headers.getSetCookie()) {
        const [name, value, options] = readCookie(header);
        if (options.maxAge === 0) kept.delete(name);
        else kept.set(name, value);
        setCookie?.(name, decode(value), options);
      }
    },
  };
}

/** Frameworks write it encoded again. What a proxy has set beside the shop may be in no such writing. */
function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
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
    value,
    {
      path: said.get("path") ?? "/",
      httpOnly: said.has("httponly"),
      secure: said.has("secure"),
      sameSite: sameSite === "strict" || sameSite === "none" ? sameSite : "lax",
      ...(maxAge !== undefined && { maxAge: Number(maxAge) }),
    },
  ];
}
