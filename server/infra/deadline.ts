/** In milliseconds: a customer waits no longer for somebody else's server. */
const patience = 10_000;

/** Runs what asks another server, and gives up on it when it takes too long; `signal` ends the requests that heed one. */
export function withDeadline<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  milliseconds = patience,
): Promise<Result> {
  const signal = AbortSignal.timeout(milliseconds);
  const { promise: late, reject } = Promise.withResolvers<never>();
  signal.addEventListener("abort", () => reject(new Error("it took too long to answer")));
  return Promise.race([work(signal), late]);
}
