/** In milliseconds: a customer waits no longer for a provider. */
const patience = 10_000;

/** Runs what asks a provider, and gives up on it when it takes too long; `signal` ends the requests that heed one. */
export function withDeadline<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  milliseconds = patience,
): Promise<Result> {
  const signal = AbortSignal.timeout(milliseconds);
  const { promise: late, reject } = Promise.withResolvers<never>();
  signal.addEventListener("abort", () => reject(new Error("the provider took too long")));
  return Promise.race([work(signal), late]);
}
