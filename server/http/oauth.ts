import { AppError } from "../core/errors.ts";
import type { IdentityProvider } from "../core/ports.ts";
import { type Deps, serviceContext } from "../deps.ts";
import { innermost } from "../infra/fault.ts";
import { ProviderFailed } from "../modules/auth/oauth/ask-provider.ts";
import { beginSignIn } from "../modules/auth/oauth/begin-sign-in.ts";
import { finishSignIn } from "../modules/auth/oauth/finish-sign-in.ts";
import { actorOf } from "../trpc/actor.ts";
import type { Client } from "./client.ts";
import { failureResponse } from "./failure.ts";
import { type Flow, forgetFlow, keepFlow, readFlow } from "./flow-cookie.ts";
import { badRequest, Refusal } from "./refusal.ts";
import { readReturnTo } from "./return-to.ts";
import { readTokens, sessionCookie } from "./session-cookie.ts";
import { deviceOf } from "./trpc.ts";

interface Asked {
  url: URL;
  requestId: string;
  client: Client;
}

/** What comes of a sign-in: who asked is sent back to where they began, by `returnTo`. */
interface Visit extends Asked {
  request: Request;
  deps: Deps;
  provider: IdentityProvider;
  /** The shop's origin, as the browser knows it. */
  own: string;
}

/** Why a sign-in did not come about, as the page reads it; never in the provider's words. */
type Failure = "access_denied" | "email_unverified" | "account_refused" | "provider_failed";

/**
 * Answers `GET /auth/oauth/NAME?returnTo=…`, which a link or a script opens in the browser's own window, and
 * `GET /auth/oauth/NAME/callback`, to which the provider sends it back.
 */
export async function handleOAuth(request: Request, asked: Asked, deps: Deps): Promise<Response> {
  const { url, client } = asked;
  const [, name, callback] = /^\/auth\/oauth\/([a-z]+)(\/callback)?$/.exec(url.pathname) ?? [];
  const provider = deps.identityProviders.find((each) => each.name === name);
  if (!provider) throw new Refusal(404, new AppError("NOT_FOUND"));
  assertOpened(request.headers);
  const own = deps.publicUrl ?? client.origin ?? url.origin;
  const visit: Visit = { ...asked, request, deps, provider, own };
  return callback ? finish(visit) : begin(visit).catch(refuseCrowd);
}

/**
 * Both addresses are for the browser's own window: a stranger's page could have its visitors ask by a hundred pictures, and
 * so keep them out for a while, or end a sign-in behind their backs.
 */
function assertOpened(headers: Headers): void {
  const destination = headers.get("sec-fetch-dest");
  if (destination !== null && destination !== "document") throw new Refusal(403, new AppError("FORBIDDEN"));
}

async function begin(visit: Visit): Promise<Response> {
  const { request, url, deps, provider, own } = visit;
  const returnTo = readReturnTo(url.searchParams.get("returnTo") ?? "/", own, deps);
  if (!returnTo) throw badRequest(400, "returnTo", "Expected a page of an origin that may call, or a path");
  try {
    const { url: asking, secrets } = await beginSignIn(contextOf(visit), provider, redirectUriOf(visit));
    const flow = { ...secrets, provider: provider.name, returnTo: returnTo.href };
    return redirect(asking, keepFlow(request.headers, flow, deps.secureCookies));
  } catch (error) {
    return failed(visit, returnTo, error);
  }
}

/** Only the browser that began a sign-in ends it, and once: otherwise a stranger's link could sign it in as them. */
async function finish(visit: Visit): Promise<Response> {
  const { request, url, requestId, deps, provider } = visit;
  const { secureCookies, logger } = deps;
  const state = url.searchParams.get("state") ?? "";
  const flow = readFlow(request.headers, state, secureCookies);
  const response = await (flow?.provider === provider.name ? finishFlow(visit, flow) : refuseStranger())
    .catch(refuseCrowd)
    .catch((error) => failureResponse(error, requestId, logger));
  for (const cookie of forgetFlow(state, secureCookies)) response.headers.append("set-cookie", cookie);
  return response;
}

async function refuseStranger(): Promise<never> {
  throw badRequest(400, "state", "This sign-in was not begun in this browser, or too long ago");
}

async function finishFlow(visit: Visit, { returnTo, codeVerifier, nonce }: Flow): Promise<Response> {
  const { request, url, deps, provider, own } = visit;
  const page = readReturnTo(returnTo, own, deps); // a cookie is only what the browser says
  if (!page) throw badRequest(400, "returnTo", "Expected a page of an origin that may call, or a path");
  const [error, code] = [url.searchParams.get("error"), url.searchParams.get("code")];
  if (error === "access_denied") return sendBack(page, "access_denied");
  if (error !== null || !code) {
    const said = /^\w{1,40}$/.exec(error ?? "")?.[0] ?? "nothing of use";
    return failed(visit, page, new ProviderFailed(`It sent the customer back with ${said}`));
  }
  try {
    const ctx = contextOf(visit);
    const { actor } = await actorOf(ctx, readTokens(request.headers, deps.secureCookies));
    const answer = { code, codeVerifier, nonce, redirectUri: redirectUriOf(visit) };
    const result = await finishSignIn({ ...ctx, actor }, provider, answer);
    if ("refusal" in result) return sendBack(page, result.refusal);
    if ("token" in result) return redirect(page, [sessionCookie(result.token, deps.secureCookies)]);
    page.hash = `mfa_challenge=${result.challengeId}`; // which no server's log sees
    return redirect(page);
  } catch (error) {
    return failed(visit, page, error);
  }
}

function contextOf({ request, client, deps }: Visit) {
  return { ...serviceContext(deps), source: { address: client.address, device: deviceOf(request.headers) } };
}

const redirectUriOf = ({ own, provider }: Visit) => `${own}/auth/oauth/${provider.name}/callback`;

/** A provider's failure sends the customer back, and the log learns why; any other goes on. */
function failed({ requestId, provider, deps }: Visit, page: URL, error: unknown): Response {
  if (!(error instanceof ProviderFailed)) throw error;
  const { name, message } = innermost(error);
  const fault = { name, message: message.slice(0, 200) };
  deps.logger.warn({ requestId, provider: provider.name, fault }, "an identity provider failed");
  return sendBack(page, "provider_failed");
}

function sendBack(page: URL, failure: Failure): Response {
  page.searchParams.set("error", failure);
  return redirect(page);
}

function redirect(to: URL, cookies: readonly string[] = []): Response {
  const headers = new Headers({ location: to.href, "cache-control": "no-store" });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return new Response(null, { status: 302, headers });
}

/** Too many attempts, in the words that this side of the house has for it. */
function refuseCrowd(error: unknown): never {
  throw error instanceof AppError && error.code === "RATE_LIMITED" ? new Refusal(429, error) : error;
}
