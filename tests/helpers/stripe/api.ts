import type { Stripe } from "stripe";
import { type Answer, answerFailure, answerJson, internalError, rateLimited } from "./answer.ts";
import { workAtOnce } from "./due.ts";
import { expand } from "./expand.ts";
import { Failure, invalidRequest } from "./failure.ts";
import type { FaultKind, Faults } from "./faults.ts";
import { type Form, parseForm } from "./form.ts";
import type { Call } from "./http.ts";
import type { IdempotencyKeys } from "./idempotency.ts";
import { type Route, unknownRoute } from "./route.ts";
import { routes } from "./routes.ts";
import { apiVersion } from "./version.ts";
import { nobodysRequest, type World } from "./world.ts";

export interface Api {
  world: World;
  faults: Faults;
  keys: IdempotencyKeys;
  secretKey: string;
  publishableKey: string;
}

/** The answer to a call of the API, or null where the connection is cut. */
export async function answerCall(api: Api, call: Call): Promise<Answer | null> {
  const subject = `${call.method} ${call.path}`;
  const fault = api.faults.take(subject);
  const requestId = api.world.newId("req");
  const answer = await answerUnderFault(api, call, fault, requestId);
  if (answer === null) return null;
  const idempotencyKey = call.headers["idempotency-key"];
  return {
    ...answer,
    headers: {
      ...answer.headers,
      "request-id": requestId,
      "stripe-version": apiVersion,
      ...(idempotencyKey && { "idempotency-key": idempotencyKey }),
    },
  };
}

async function answerUnderFault(
  api: Api,
  call: Call,
  fault: FaultKind | null,
  requestId: string,
): Promise<Answer | null> {
  switch (fault) {
    case "rate_limit":
      return rateLimited();
    case "error_before":
      return internalError(true);
    case "reset_before":
      return null;
    case "hang_before":
      return call.gaveUp.then(() => null);
    default: {
      const answer = await answerOnce(api, call, fault, requestId);
      if (fault === "hang_after") return call.gaveUp.then(() => null);
      return fault === "reset_after" ? null : answer;
    }
  }
}

/** What is wrong with a request itself is no part of its idempotency key's answer. */
async function answerOnce(api: Api, call: Call, fault: FaultKind | null, requestId: string): Promise<Answer> {
  try {
    const [found, id] = findRoute(call);
    const form = parseForm(call.method === "GET" ? call.query : call.body);
    assertAllowed(api, call, found, form);
    const { paths, work } = found.prepare(form, id);
    const idempotencyKey = call.method === "POST" ? call.headers["idempotency-key"] : undefined;
    const workOnce = async () => {
      await api.faults.pass(`${call.method} ${call.path}`, fault);
      const answer = perform(api.world, paths, work, {
        id: requestId,
        idempotency_key: idempotencyKey ?? null,
      });
      return fault === "error_after" ? internalError(false) : answer;
    };
    if (idempotencyKey === undefined) return await workOnce();
    return await api.keys.answer(idempotencyKey, `${call.method} ${call.path} ${call.body}`, workOnce);
  } catch (failure) {
    if (failure instanceof Failure) return answerFailure(failure);
    throw failure;
  }
}

function perform(
  world: World,
  paths: string[] | undefined,
  work: (world: World) => object,
  request: Stripe.Event.Request,
): Answer {
  return workAtOnce(world, () => {
    world.request = request;
    try {
      return answerJson(expand(world, work(world), paths));
    } catch (failure) {
      if (failure instanceof Failure) return answerFailure(failure);
      throw failure;
    } finally {
      world.request = nobodysRequest;
    }
  });
}

function findRoute({ method, path }: Call): [Route, string] {
  for (const each of routes) {
    const match = each.method === method ? each.path.exec(path) : null;
    if (match) return [each, match[1] ?? ""];
  }
  throw unknownRoute(method, path);
}

function assertAllowed(api: Api, { headers }: Call, { openTo }: Route, form: Form): void {
  const key = /^Bearer (.+)$/.exec(headers["authorization"] ?? "")?.[1];
  const isShop = key === api.secretKey;
  if (!isShop && key !== api.publishableKey) {
    const message = key
      ? `Invalid API Key provided: ${key.slice(0, 8)}****`
      : "You did not provide an API key.";
    throw new Failure(401, { type: "invalid_request_error", message });
  }
  const isOpen = openTo === "browsers" || (openTo === "secret" && form["client_secret"] !== undefined);
  if (!isShop && !isOpen) {
    const message = "This API call cannot be made with a publishable API key.";
    throw new Failure(403, { type: "invalid_request_error", code: "secret_key_required", message });
  }
  const version = headers["stripe-version"];
  if (version !== undefined && version !== apiVersion) {
    throw invalidRequest(`Invalid Stripe API version: ${version}`);
  }
}
