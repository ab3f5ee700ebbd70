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
  /** A payment provider was asked, or would have been. */
  providerCalled(call: ProviderCall, milliseconds: number): void;
  /** Whether a payment provider is kept from being asked, since it has not answered of late. */
  providerCircuit(provider: string, open: boolean): void;
  /** All of it as Prometheus reads it. */
  expose(): Promise<{ text: string; contentType: string }>;
}

export interface ProviderCall {
  provider: string;
  call: string;
  outcome: ProviderOutcome;
}

/** `unavailable` also where it was not asked, as the circuit is open. */
export type ProviderOutcome = "answered" | "refused" | "unavailable" | "failed";
