import {
  type AnyTRPCProcedure,
  getTRPCErrorFromUnknown,
  getTRPCErrorShape,
  isTrackedEnvelope,
  type TRPCError,
} from "@trpc/server";
import type { RequestContext } from "./context.ts";
import { appRouter, procedures } from "./root.ts";
import { readInput } from "./single-query.ts";
import { transformer } from "./transformer.ts";

/** A subscription, asked by GET, alone in its request. */
export interface Subscription {
  path: string;
  procedure: AnyTRPCProcedure;
  input: unknown;
}

/** An event as it goes over the wire; one that has an `id` tells where to go on after it. */
export interface WireEvent {
  event?: string;
  data: string;
  id?: string;
}

/** Reads a request for a subscription; undefined for every other, also for one that is wrong: tRPC's own adapter refuses it. */
export function readSubscription({ method, headers }: Request, url: URL): Subscription | undefined {
  if (method !== "GET") return undefined;
  const path = url.pathname.slice("/trpc/".length);
  const procedure = Object.hasOwn(procedures, path) ? procedures[path] : undefined;
  if (procedure?._def.type !== "subscription") return undefined;
  const { searchParams } = url;
  if (searchParams.has("batch") || searchParams.has("connectionParams")) return undefined;
  try {
    const input = readInput(searchParams.get("input"), false);
    const lastEventId = headers.get("last-event-id"); // of a browser that lost the connection
    return { path, procedure, input: lastEventId ? { ...Object(input), lastEventId } : input };
  } catch {
    return undefined;
  }
}

/**
 * Runs a subscription, and gives what tRPC's own adapter would send: its events, and a refusal as one too. That adapter
 * takes 28 KB for each that listens.
 */
export async function* runSubscription(
  { path, procedure, input }: Subscription,
  { ctx, signal }: { ctx: RequestContext; signal: AbortSignal },
  onError: (error: TRPCError) => void,
): AsyncGenerator<WireEvent> {
  try {
    const getRawInput = async () => input;
    const type = "subscription";
    // Sound: it is a subscription, and what is not iterable throws here.
    const events = (await procedure({
      path,
      getRawInput,
      ctx,
      type,
      signal,
      batchIndex: 0,
    })) as AsyncIterable<unknown>;
    for await (const each of events) {
      const [id, data] = isTrackedEnvelope(each) ? each : [undefined, each];
      yield { ...(id !== undefined && { id }), data: JSON.stringify(transformer.output.serialize(data)) };
    }
  } catch (cause) {
    const error = getTRPCErrorFromUnknown(cause);
    onError(error);
    const config = appRouter._def._config;
    const shape = getTRPCErrorShape({ config, ctx, error, input, path, type: "subscription" });
    yield { event: "serialized-error", data: JSON.stringify(transformer.output.serialize(shape)) };
  }
}
