import { getTRPCErrorFromUnknown } from "@trpc/server";
import { AppError } from "../../core/errors.ts";
import type { Deps } from "../../deps.ts";
import { describeError, statusOf } from "../../trpc/error-map.ts";
import { withJsonBody } from "../body.ts";
import { badRequest, Refusal } from "../refusal.ts";
import { retryHeaders } from "../retry-after.ts";
import { noteFailure, ofNobody, openContext, type TrpcAsked } from "../trpc.ts";
import { inputSchemaOf } from "./input-schema.ts";
import { readQuery } from "./read-query.ts";
import { isRecord, readValue } from "./read-value.ts";
import { findRoute, type RestRoute } from "./routes.ts";

/** Where it is all found. */
export const restPrefix = "/api";

/**
 * Answers a request to `/api/*`: the procedure that declares its method and address, with the input as plain JSON, answers
 * in plain JSON. A refusal is `{ error: { code, message, data } }`.
 */
export async function handleRest(request: Request, asked: TrpcAsked, deps: Deps): Promise<Response> {
  const found = findRoute(request.method, asked.url.pathname.slice(restPrefix.length));
  if (!found) return refusal(404, new AppError("NOT_FOUND"));
  const { route, parameters } = found;
  const { context, cookieHeaders } = await openContext(
    request,
    route.meta.cache ? ofNobody(asked) : asked,
    deps,
  );
  try {
    const input = { ...(await readRest(request, asked.url, route)), ...parameters };
    const answer: unknown = await route.procedure({
      path: route.name,
      getRawInput: async () => readInput(input, route),
      ctx: context,
      type: route.procedure._def.type,
      signal: undefined,
      batchIndex: 0,
    });
    return Response.json(answer ?? null, { headers: { ...cookieHeaders() } });
  } catch (cause) {
    if (cause instanceof Refusal) {
      deps.metrics?.procedureFailed(route.name, cause.error.code);
      return refusal(cause.status, cause.error);
    }
    const error = getTRPCErrorFromUnknown(cause);
    noteFailure(error, route.name, asked, deps);
    return refusal(statusOf(error).httpStatus, describeError(error, asked.requestId), cookieHeaders());
  }
}

/** What comes beside the address's own parameters. */
async function readRest(request: Request, url: URL, { method }: RestRoute): Promise<Record<string, unknown>> {
  if (method === "GET" || method === "DELETE") return readQuery(url.searchParams);
  const text = await (await withJsonBody(request, url)).text();
  const body = text === "" ? {} : parseJson(text);
  if (!isRecord(body)) throw badRequest(400, "", "Expected an object");
  return body;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest(400, "", "Expected JSON");
  }
}

function readInput(input: Record<string, unknown>, route: RestRoute): unknown {
  const schema = inputSchemaOf(route);
  return schema && readValue(input, schema, schema);
}

function refusal(
  status: number,
  { code, message, data }: ReturnType<typeof describeError>,
  headers: object = {},
): Response {
  return Response.json(
    { error: { code, message, data } },
    { status, headers: { ...headers, ...retryHeaders(data) } },
  );
}
