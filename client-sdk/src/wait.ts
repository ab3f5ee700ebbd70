/** In milliseconds: what is longer, or infinite, fires at once. https://html.spec.whatwg.org/multipage/timers-and-user-prompts.html */
export const longestTimer = 2 ** 31 - 1;

/** Resolves after that many milliseconds, or at once when the signal fires. */
export function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, Math.min(milliseconds, longestTimer));
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
  });
}
