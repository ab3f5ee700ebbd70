import { readBody } from "./body.ts";
import { decode, encode } from "./codec.ts";
import { type AnyShopError, isShopError, ShopError } from "./error.ts";
import { createEventParser, type StreamEvent } from "./event-parser.ts";
import type { ClientOptions, Subscribed, SubscribeOptions } from "./options.ts";
import type { Recover } from "./recover.ts";
import { networkError, readReplies, readReply, refusal } from "./reply.ts";
import type { Prepare } from "./request.ts";
import { retryAfter } from "./retry-after.ts";
import { wait } from "./wait.ts";

interface Listener extends Omit<SubscribeOptions<unknown>, "onData"> {
  onData(event: unknown, id: string | undefined): void;
}

/** Listens to a subscription by its path until it is told to stop or refused. */
export type Subscriber = (path: string, input: unknown, listener: Listener) => Subscribed;

/** Between two connections in milliseconds: until the server says for how long, and at most. */
const firstPause = 1_000;
const longestPause = 30_000;

/** After so many milliseconds without a sign of life, which the server gives every ten seconds, a connection is dead. */
const longestSilence = 35_000;

export function createSubscriber({ fetch }: ClientOptions, prepare: Prepare, recover: Recover): Subscriber {
  return (path, input, { onData, onError }) => {
    const ending = new AbortController();
    const { signal } = ending;
    const query = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify(encode(input)))}`;
    let lastEventId: string | undefined;
    let pause = firstPause;
    let failures = 0;

    /** In a turn of its own: what the listener throws is no fault of the stream. */
    const tell = (listener: () => void) =>
      Promise.resolve().then(() => {
        if (!signal.aborted) listener();
      });

    function hear({ type, data, id }: StreamEvent): void {
      if (type === "serialized-error") throw refusal(JSON.parse(data), path);
      failures = 0;
      if (type !== "") return;
      const event: unknown = decode(JSON.parse(data));
      lastEventId = id;
      tell(() => onData(event, id));
    }

    /** Listens until the connection ends. @throws ShopError where the shop refuses it */
    async function listen(): Promise<void> {
      if (!fetch && !("body" in Object(globalThis.Response?.prototype))) throw noStreaming(path);
      const connection = new AbortController();
      const close = () => connection.abort();
      signal.addEventListener("abort", close);
      let timer = setTimeout(close, longestSilence);
      try {
        const headers = { ...(lastEventId && { "last-event-id": lastEventId }) };
        const send = await prepare({ target: path + query, headers, signal: connection.signal });
        const response = await send();
        if (!response.headers.get("content-type")?.startsWith("text/event-stream")) {
          pause = retryAfter(response.headers) ?? pause;
          const { status } = response;
          const fault = { message: `Not a stream of the shop (HTTP ${status})`, status };
          readReply(readReplies(await response.text()) ?? fault, 0, path);
          throw networkError(fault, path);
        }
        if (!response.body) throw noStreaming(path);
        const parse = createEventParser({
          event: hear,
          retry: (milliseconds) => {
            pause = milliseconds;
          },
        });
        await readBody(response.body, connection.signal, (text) => {
          clearTimeout(timer);
          timer = setTimeout(close, longestSilence);
          parse(text);
        });
      } finally {
        clearTimeout(timer);
        signal.removeEventListener("abort", close);
      }
    }

    async function keepListening(): Promise<void> {
      while (!signal.aborted) {
        try {
          await listen();
        } catch (error) {
          if (isShopError(error) && isFinal(error) && !(await recover(error))) {
            return tell(() => onError?.(error));
          }
        }
        const longest = Math.min(longestPause, pause * 2 ** failures);
        failures += 1;
        await wait(longest * (0.5 + Math.random() / 2), signal);
      }
    }

    keepListening();
    return { unsubscribe: () => ending.abort() };
  };
}

/** Whether it would be the same the next time. */
function isFinal({ code, status = 0 }: AnyShopError): boolean {
  return code !== "NETWORK_ERROR" && status < 500;
}

function noStreaming(path: string): ShopError {
  const message = `${path}: this platform's fetch does not stream, give createClient one that does`;
  return new ShopError(message, { code: "NO_STREAMING", data: {}, path });
}
