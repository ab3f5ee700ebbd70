/** An answer as it is sent, again and again. */
export interface Answer {
  /** Text where it is ASCII alone: Bun sends that as it is, and copies bytes each time. */
  content: string | Uint8Array<ArrayBuffer>;
  etag: string;
  /** The one product it tells of; null for an answer that any product may change. */
  productId: string | null;
}

export interface KeptAnswer extends Answer {
  /** In milliseconds since 1970. */
  expiresAt: number;
}

/** What an answer costs beside its bytes and its key, about. */
const overhead = 500;

/** Answers by key, up to so many bytes: those that nobody has asked for longest make room. */
export class ByteCache {
  readonly #maxBytes: number;
  /** The one asked for last is last. */
  readonly #answers = new Map<string, KeptAnswer>();
  readonly #keysOf = new Map<string | null, Set<string>>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(key: string, now: number): KeptAnswer | undefined {
    const answer = this.#answers.get(key);
    if (!answer) return undefined;
    if (now >= answer.expiresAt) {
      this.#drop(key, answer);
      return undefined;
    }
    this.#answers.delete(key);
    this.#answers.set(key, answer);
    return answer;
  }

  set(key: string, answer: KeptAnswer): void {
    const before = this.#answers.get(key);
    if (before) this.#drop(key, before);
    this.#answers.set(key, answer);
    this.#bytes += sizeOf(key, answer);
    const keys = this.#keysOf.get(answer.productId) ?? new Set();
    this.#keysOf.set(answer.productId, keys.add(key));
    for (const [oldest, old] of this.#answers) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#drop(oldest, old);
    }
  }

  /** Forgets what tells of that product alone; for null what any product may change. */
  forget(productId: string | null): void {
    for (const key of this.#keysOf.get(productId) ?? []) {
      const answer = this.#answers.get(key);
      if (answer) this.#drop(key, answer);
    }
  }

  clear(): void {
    this.#answers.clear();
    this.#keysOf.clear();
    this.#bytes = 0;
  }

  #drop(key: string, answer: KeptAnswer): void {
    this.#answers.delete(key);
    this.#bytes -= sizeOf(key, answer);
    const keys = this.#keysOf.get(answer.productId);
    keys?.delete(key);
    if (keys?.size === 0) this.#keysOf.delete(answer.productId);
  }
}

const sizeOf = (key: string, { content }: KeptAnswer) => content.length + key.length + overhead;
