import type { ErrorCode } from "./errors.ts";

/** What is counted of the shop at work; docs/metrics.md tells what becomes of it. Names are of a bounded set each. */
export interface Metrics {
  /** A request was answered with that status. */
  requestAnswered(status: number): void;
  /** A procedure was called, and took so many milliseconds; what is kept of its answers counts as well. */
  procedureCalled(procedure: string, milliseconds: number): void;
  /** A call of it was refused, or failed. */
  procedureFailed(procedure: string, code: ErrorCode): void;
  /** An answer of the catalogue was looked for among those that are kept. */
  catalogueLookedUp(found: boolean): void;
  /** A payment provider was asked. */
  providerCalled(call: ProviderCall, milliseconds: number): void;
  /** Whether a payment provider is kept from being asked, since it has not answered of late. */
  providerCircuit(provider: string, open: boolean): void;
  /** Whether the Redis that processes share is of use. */
  redisUp(up: boolean): void;
  /** Something was done without Redis that is done with it otherwise. */
  redisFailed(purpose: RedisPurpose): void;
  /** All of it as Prometheus reads it. */
  expose(): Promise<{ text: string; contentType: string }>;
}

/** What Redis is asked for: to count attempts, to tell other processes, to take turns at a job. */
export type RedisPurpose = "limits" | "peers" | "turns";

export interface ProviderCall {
  provider: string;
  call: string;
  outcome: ProviderOutcome;
}

export type ProviderOutcome = "answered" | "refused" | "unavailable" | "failed";

/** What a span says beside its name: words of ours and numbers, never values of a request or a row. */
export type SpanAttributes = Readonly<Record<string, string | number>>;

/** A part of what is traced, while it is being done. */
export interface Span {
  note(attributes: SpanAttributes): void;
  /** It did not go well, in a word: a code, or the name of an error. What is thrown out of a span says so by itself. */
  fail(reason: string): void;
}

export interface SpanOptions {
  name: string;
  /** Whether somebody else is asked; left out, it is work of our own. */
  kind?: "client";
  attributes?: SpanAttributes;
}

export interface TraceOptions {
  name: string;
  /** Answers a request, or does what somebody had put into a queue. */
  kind: "server" | "consumer";
  attributes?: SpanAttributes;
  /** Of the request: `traceparent` names the trace that it is a part of (W3C Trace Context). */
  headers?: Headers;
}

/** Tells what happened within a request or a job, and when. */
export interface Tracer {
  trace<Result>(options: TraceOptions, work: (span: Span) => Promise<Result>): Promise<Result>;
  /** Within a trace; where there is none, the work is just done. */
  span<Result>(options: SpanOptions, work: (span: Span) => Promise<Result>): Promise<Result>;
  /** Sends what has not been sent. */
  close(): Promise<void>;
}

/** Of which nobody is told. */
export const noSpan: Span = { note() {}, fail() {} };

/** Where nobody is told of anything. */
export const untraced: Tracer = {
  trace: (_, work) => work(noSpan),
  span: (_, work) => work(noSpan),
  close: async () => {},
};
