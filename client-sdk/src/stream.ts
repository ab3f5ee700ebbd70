import { readBody } from "./body.ts";
import { ShopError } from "./error.ts";
import { createEventParser, type Heard } from "./event-parser.ts";
import { networkError, readReplies, readReply } from "./reply.ts";
import { retryAfter } from "./retry-after.ts";

/** After so many milliseconds without a sign of life, which the server gives every ten seconds, a connection is dead. */
const longestSilence = 35_000;

interface Listening extends Heard {
  path: string;
  signal: AbortSignal;
  open(signal: AbortSignal): Promise<Response>;
  /** For how many milliseconds at least, as an answer that is no stream asks. */
  stayAway(milliseconds: number): void;
}

/** Opens a stream and hears what it says until it ends, falls silent or the signal fires. @throws ShopError where it is refused */
export async function listen({ path, signal, open, stayAway, ...heard }: Listening): Promise<void> {
  const connection = new AbortController();
  const close = () => connection.abort();
  signal.addEventListener("abort", close);
  let timer = setTimeout(close, longestSilence);
  try {
    const response = await open(connection.signal);
    const { body, headers, status } = response;
    if (!headers.get("content-type")?.startsWith("text/event-stream")) {
      stayAway(retryAfter(headers) ?? 0);
      const fault = { message: `Not a stream of the shop (HTTP ${status})`, status };
      readReply(readReplies(await response.text()) ?? fault, 0, path);
      throw networkError(fault, path);
    }
    if (!body) throw noStreaming(path);
    const parse = createEventParser(heard);
    await readBody(body, connection.signal, (text) => {
      clearTimeout(timer);
      timer = setTimeout(close, longestSilence);
      parse(text);
    });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", close);
  }
}

export function noStreaming(path: string): ShopError {
  const message = `${path}: this platform's fetch does not stream, give createClient one that does`;
  return new ShopError(message, { code: "NO_STREAMING", data: {}, path });
}
