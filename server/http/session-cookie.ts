import { Cookie, CookieMap } from "bun";

/** In seconds: as long as a session lives without a visit; the server decides, the browser only forgets. */
const maxAge = 30 * 24 * 60 * 60;

/**
 * The name of the cookie. Over https it has the prefix that lets no other host, path or plain connection set it
 * (https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#name-the-__host-prefix); over plain http, while
 * developing, browsers refuse that, so that the name is another.
 */
const cookieName = (secure: boolean) => (secure ? "__Host-bodega_session" : "bodega_session_dev");

/** The token in the cookie that a browser sends. */
export function readSessionCookie(headers: Headers, secure: boolean): string | undefined {
  const cookies = headers.get("cookie");
  if (cookies === null) return undefined;
  return new CookieMap(cookies).get(cookieName(secure)) || undefined;
}

/** The token that an app sends as `Authorization: Bearer …`. */
export function readBearerToken(headers: Headers): string | undefined {
  return /^Bearer (\S{1,200})$/i.exec(headers.get("authorization") ?? "")?.[1];
}

/** The header that gives a browser its token to keep, or takes it away for null. */
export function sessionCookie(token: string | null, secure: boolean): string {
  return new Cookie(cookieName(secure), token ?? "", {
    path: "/",
    httpOnly: true,
    secure,
    sameSite: "lax",
    maxAge: token === null ? 0 : maxAge,
  }).serialize();
}
