import type { ClientOptions } from "./options.ts";
import { type Fault, type Reply, readReplies } from "./reply.ts";
import type { Part, Prepare } from "./request.ts";
import { retryAfter } from "./retry-after.ts";
import type { Session } from "./session.ts";
import { wait } from "./wait.ts";

/** Sends a request until it is answered, or is not worth another try: what came of the last one. */
export type Sender = (part: Part) => Promise<Reply[] | Fault>;

/** The statuses of proxies whose server is away for the moment. */
const awayStatuses = new Set([502, 503, 504]);

/** The first wait is below this, each later one below twice the one before, in milliseconds. */
const firstWait = 300;

export function createSender(options: ClientOptions, prepare: Prepare): Sender {
  const { retry = 2, timeout = 30_000, session } = options;
  return async (part) => {
    const send = await prepare(part);
    const end = Date.now() + timeout;
    for (let attempt = 0; ; attempt += 1) {
      const { outcome, pause } = await trySend(send, session?.receive);
      if (pause === undefined || attempt >= retry) return outcome;
      const milliseconds = pause + Math.random() * firstWait * 2 ** attempt;
      if (Date.now() + milliseconds > end) return outcome;
      await wait(milliseconds, part.signal);
      if (part.signal.aborted) return outcome;
    }
  };
}

interface Attempt {
  outcome: Reply[] | Fault;
  /** For how long in milliseconds to stay away before another try; undefined where there is no use in one. */
  pause?: number | undefined;
}

async function trySend(send: () => Promise<Response>, receive: Session["receive"]): Promise<Attempt> {
  let response: Response;
  let text: string;
  try {
    response = await send();
    text = await response.text();
  } catch (cause) {
    return { outcome: { message: "The shop could not be reached", cause }, pause: 0 };
  }
  receive?.(response); // what this throws is no fault of the network
  const { status, headers } = response;
  const pause = retryAfter(headers) ?? 0;
  const replies = readReplies(text);
  if (replies) return { outcome: replies, pause: status === 429 ? pause : undefined };
  const isCut = response.ok && /json/.test(headers.get("content-type") ?? "");
  const isPassing = isCut || status === 429 || awayStatuses.has(status);
  const outcome = { message: `Not an answer of the shop (HTTP ${status})`, status };
  return { outcome, pause: isPassing ? pause : undefined };
}
