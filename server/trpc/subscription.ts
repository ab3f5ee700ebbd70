import {
  type AnyTRPCProcedure,
  getTRPCErrorFromUnknown,
  isTrackedEnvelope,
  type TRPCError,
} from "@trpc/server";
import { stringify } from "../core/serialize.ts";
import type { RequestContext } from "./context.ts";
import { shapeOf } from "./error-map.ts";
import { procedures } from "./root.ts";
import { readInput } from "./single-query.ts";

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
 * Opens a subscription, and gives what tRPC's own adapter would send: its events, and a refusal as one too. That adapter
 * takes 28 KB for each that listens; of the request nothing is kept here but its id.
 */
export async function openSubscription(
  { path, procedure, input }: Subscription,
  ctx: RequestContext,
  onError: (error: TRPCError) => void,
): Promise<AsyncIterator<WireEvent, undefined>> {
  const origin = { path, requestId: ctx.requestId, onError };
  try {
    const getRawInput = async () => input;
    const call = { path, getRawInput, ctx, type: "subscription", signal: undefined, batchIndex: 0 } as const;
    // Sound: it is a subscription, and what is not iterable throws here.
    const events = (await procedure(call)) as AsyncIterable<unknown>;
    return new WireEvents(events[Symbol.asyncIterator](), origin);
  } catch (cause) {
    return new WireEvents(failed(cause), origin);
  }
}

const failed = (cause: unknown): AsyncIterator<unknown> => ({ next: () => Promise.reject(cause) });

interface Origin {
  path: string;
  requestId: string;
  onError: (error: TRPCError) => void;
}

/** Events in tRPC's words. A failure is the last of them. */
class WireEvents implements AsyncIterator<WireEvent, undefined> {
  readonly #events: AsyncIterator<unknown>;
  readonly #origin: Origin;
  #hasFailed = false;

  constructor(events: AsyncIterator<unknown>, origin: Origin) {
    this.#events = events;
    this.#origin = origin;
  }

  async next(): Promise<IteratorResult<WireEvent, undefined>> {
    if (this.#hasFailed) return this.return();
    try {
      const next = await this.#events.next();
      if (next.done) return { done: true, value: undefined };
      return { done: false, value: toWire(next.value) };
    } catch (cause) {
      this.#hasFailed = true;
      return { done: false, value: this.#refusal(cause) };
    }
  }

  async return(): Promise<IteratorReturnResult<undefined>> {
    await this.#events.return?.();
    return { done: true, value: undefined };
  }

  #refusal(cause: unknown): WireEvent {
    const { path, requestId, onError } = this.#origin;
    const error = getTRPCErrorFromUnknown(cause);
    onError(error);
    return { event: "serialized-error", data: stringify(shapeOf(error, requestId, path)) };
  }
}

function toWire(event: unknown): WireEvent {
  if (!isTrackedEnvelope(event)) return { data: stringify(event) };
  const [id, data] = event;
  return { id, data: stringify(data) };
}
