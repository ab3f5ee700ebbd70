/** In milliseconds: what has not come by then, never comes. */
const patience = 60_000;

/** @throws when it takes too long, with what was waited for */
export async function within<Result>(what: () => string, work: Promise<Result>): Promise<Result> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const refuse = () => reject(new Error(`Not within ${patience / 1000} s: ${what()}`));
  const timer = setTimeout(refuse, patience);
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
