/** Sends a request: the platform's `fetch` or one that does more. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Whatever came back, if anything, was not the shop's answer. */
export class TransportError extends Error {
  readonly status: number | undefined;

  constructor(message: string, { status, cause }: { status?: number; cause?: unknown }) {
    super(message, { cause });
    this.status = status;
  }
}

/** An answer whose body has arrived whole. */
export interface Answer {
  ok: boolean;
  json(): Promise<unknown>;
}

/** The statuses of proxies whose server is away for the moment. */
const awayStatuses = new Set([502, 503, 504]);

/** The first wait is below this, each later one below twice the one before, in milliseconds. */
const firstWaitMs = 300;

/**
 * Sends a request again, up to `retries` times, when the network failed or a proxy answered in the server's place.
 * The request stays the same to the letter, its `Idempotency-Key` too, so that a mutation happens once all the same.
 * @throws TransportError when no answer of the shop came
 */
export function createTransport(fetch: Fetch, retries: number) {
  return async function send(url: string, init: RequestInit): Promise<Answer> {
    for (let attempt = 0; ; attempt += 1) {
      const result = await trySend(fetch, url, init);
      if (!(result instanceof TransportError)) return result;
      const { status } = result;
      const passing = status === undefined || awayStatuses.has(status);
      if (!passing || attempt >= retries) throw result;
      await wait(Math.random() * firstWaitMs * 2 ** attempt);
      if (init.signal?.aborted) throw result;
    }
  };
}

async function trySend(fetch: Fetch, url: string, init: RequestInit): Promise<Answer | TransportError> {
  let response: Response;
  let body: string;
  try {
    response = await fetch(url, init);
    body = await response.text();
  } catch (cause) {
    return new TransportError("The shop could not be reached", { cause });
  }
  const { ok, status } = response;
  const message = `Not an answer of the shop (HTTP ${status})`;
  try {
    const json: unknown = JSON.parse(body);
    return isAnswer(json) ? { ok, json: async () => json } : new TransportError(message, { status });
  } catch (cause) {
    return new TransportError(message, { status, cause });
  }
}

/** A proxy may speak JSON too; only the shop wraps what it says like this, in a list when it answers a batch. */
function isAnswer(json: unknown): boolean {
  const [first] = Array.isArray(json) ? json : [json];
  if (typeof first !== "object" || first === null) return false;
  return "result" in first || ("error" in first && isSerialized(first.error));
}

function isSerialized(value: unknown): boolean {
  return typeof value === "object" && value !== null && "json" in value;
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
