/** What took longer than it is waited for. */
export class TooLate extends Error {}

/** In milliseconds, of the time that there is. */
const grace = 25;

/**
 * The answer, unless it takes longer than so many milliseconds. @throws TooLate
 *
 * It takes two timers to know: where something else has held up this process, what was asked is only sent after that, and
 * what was answered only read.
 */
export async function inTime<Answer>(asked: Promise<Answer>, milliseconds: number): Promise<Answer> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  let timer = setTimeout(() => {
    timer = setTimeout(() => reject(new TooLate("it took too long")), grace);
  }, milliseconds - grace);
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}
