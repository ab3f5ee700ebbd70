import type { Clock } from "../../../server/core/ports.ts";
import { type Answer, answerFailure } from "./answer.ts";
import { Failure } from "./failure.ts";

const kept = 24 * 60 * 60 * 1000;

interface Known {
  fingerprint: string;
  since: number;
  /** Null while the first request is being worked on. */
  answer: Answer | null;
}

/** https://docs.stripe.com/api/idempotent_requests: what a key was answered first, errors too, is its answer for 24 hours. */
export class IdempotencyKeys {
  private readonly known = new Map<string, Known>();

  constructor(private readonly clock: Clock) {}

  async answer(key: string, fingerprint: string, work: () => Promise<Answer>): Promise<Answer> {
    const now = this.clock.now().getTime();
    const before = this.known.get(key);
    if (before && now - before.since < kept) return replay(key, before, fingerprint);
    const entry: Known = { fingerprint, since: now, answer: null };
    this.known.set(key, entry);
    entry.answer = await work();
    return entry.answer;
  }

  /** As after 24 hours, but for those of requests that are being worked on. */
  forget(): void {
    for (const [key, { answer }] of this.known) if (answer) this.known.delete(key);
  }
}

function replay(key: string, { answer, fingerprint }: Known, given: string): Answer {
  if (fingerprint !== given) {
    return answerFailure(
      new Failure(400, {
        type: "idempotency_error",
        message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
      }),
    );
  }
  if (answer) return { ...answer, headers: { ...answer.headers, "idempotent-replayed": "true" } };
  return answerFailure(
    new Failure(409, {
      type: "invalid_request_error",
      code: "idempotency_key_in_use",
      message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
    }),
  );
}
