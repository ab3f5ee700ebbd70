import { decode, encode } from "./codec.ts";
import { type AnyShopError, isShopError } from "./error.ts";
import type { StreamEvent } from "./event-parser.ts";
import type { ClientOptions, HeaderFields, Subscribed, SubscribeOptions } from "./options.ts";
import type { Recover } from "./recover.ts";
import { refusal } from "./reply.ts";
import type { Prepare } from "./request.ts";
import { listen, noStreaming } from "./stream.ts";
import { wait } from "./wait.ts";

interface Listener extends Omit<SubscribeOptions<unknown>, "onData"> {
  onData(event: unknown, id: string | undefined): void;
}

/** Listens to a subscription by its path until it is told to stop or refused. */
export type Subscriber = (path: string, input: unknown, listener: Listener) => Subscribed;

/** Between two connections in milliseconds: until the server says for how long, and at most. */
const firstPause = 1_000;
const longestPause = 30_000;

export function createSubscriber({ fetch }: ClientOptions, prepare: Prepare, recover: Recover): Subscriber {
  return (path, input, { onData, onError }) => {
    const ending = new AbortController();
    const { signal } = ending;
    const query = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify(encode(input)))}`;
    let lastEventId: string | undefined;
    let pause = firstPause;
    let failures = 0;
    let away = 0;
    let hasRecovered = false;

    /** In a turn of its own: what the listener throws is no fault of the stream. */
    const tell = (listener: () => void) =>
      Promise.resolve().then(() => {
        if (!signal.aborted) listener();
      });

    async function open(signal: AbortSignal): Promise<Response> {
      if (!fetch && !platformStreams()) throw noStreaming(path);
      const headers: HeaderFields = lastEventId ? { "last-event-id": lastEventId } : {};
      const send = await prepare({ target: path + query, headers, signal });
      return send();
    }

    function event({ type, data, id }: StreamEvent): void {
      if (type === "serialized-error") throw refusal(JSON.parse(data), path);
      failures = 0;
      if (type !== "") return;
      const event: unknown = decode(JSON.parse(data));
      lastEventId = id ?? lastEventId;
      hasRecovered = false;
      tell(() => onData(event, id));
    }

    function retry(milliseconds: number): void {
      pause = milliseconds;
    }

    function stayAway(milliseconds: number): void {
      away = milliseconds;
    }

    /** Once for each time that something was heard. What the app's own handler throws leaves the refusal as it is. */
    async function isRecovered(error: AnyShopError): Promise<boolean> {
      if (hasRecovered) return false;
      hasRecovered = await recover(error, signal).catch(() => false);
      return hasRecovered;
    }

    async function keepListening(): Promise<void> {
      while (!signal.aborted) {
        away = 0;
        try {
          await listen({ path, signal, open, event, retry, stayAway });
        } catch (error) {
          if (isShopError(error, "RATE_LIMITED")) stayAway(error.data.retryAfter * 1_000);
          else if (isShopError(error) && isFinal(error) && !(await isRecovered(error))) {
            return tell(() => onError?.(error));
          }
        }
        const longest = Math.min(longestPause, pause * 2 ** failures);
        failures += 1;
        await wait(away + longest * (0.5 + Math.random() / 2), signal);
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

const platformStreams = () => "body" in Object(globalThis.Response?.prototype);
