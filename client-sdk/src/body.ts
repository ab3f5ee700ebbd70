/** Reads a body while it comes, until it ends or the signal fires. */
export async function readBody(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal,
  hear: (text: string) => void,
): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const stop = () => void reader.cancel().catch(() => {}); // it may have broken off already
  signal.addEventListener("abort", stop);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      hear(decoder.decode(value, { stream: true }));
    }
  } finally {
    signal.removeEventListener("abort", stop);
    stop();
  }
}
