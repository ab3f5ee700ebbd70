import { Cookie, CookieMap } from "bun";

/** In seconds: as long as a session lives without a visit; the server decides, the browser only forgets. */
const maxAge = 30 * 24 * 60 * 60;

/**
 * The name of the cookie. Over https it has the prefix that lets no other host, path or plain connection set it
 * (https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#name-the-__host-prefix); over plain http, while
 * developing, browsers refuse that, so that the name is another.
 */
export const cookieName = (secure: boolean) => (secure ? "__Host-bodega_session" : "bodega_session_dev");

/** What a request says of who is asking; an app's token makes the cookie count for nothing. */
export function readTokens(
  headers: Headers,
  secure: boolean,
): { bearer: string | undefined; cookie: string | undefined } {
  const bearer = readBearerToken(headers);
  return { bearer, cookie: bearer === undefined ? readSessionCookie(headers, secure) : undefined };
}

/** The token in the cookie that a browser sends. */
function readSessionCookie(headers: Headers, secure: boolean): string | undefined {
  const cookies = headers.get("cookie");
  if (cookies === null) return undefined;
  return new CookieMap(cookies).get(cookieName(secure)) || undefined;
}

/** The token that an app sends as `Authorization: Bearer …`. */
function readBearerToken(headers: Headers): string | undefined {
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
