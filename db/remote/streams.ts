import { LibsqlError } from "@libsql/client";
import { mayBeUnknown } from "./faults.ts";
import { type Server, Stream } from "./stream.ts";

/** In milliseconds: half of what a server keeps an unused stream for. */
const maxIdleMs = 5_000;

/**
 * The streams of a server that nobody uses at the moment. To open one, it reads the whole schema, one stream after the
 * other: with a stream for each request a read took 2.8 ms where it now takes 0.3.
 */
export class Streams {
  readonly #server: Server;
  #idle: Stream[] = [];
  closed = false;

  constructor(server: Server) {
    this.#server = server;
  }

  /** The one that was used last, or a new one. */
  take(): Stream {
    if (this.closed) throw new LibsqlError("The client is closed", "CLIENT_CLOSED");
    const stream = this.#idle.pop();
    if (stream && performance.now() - stream.usedAt < maxIdleMs) return stream;
    this.forget(); // the others are older
    return new Stream(this.#server);
  }

  /** For a stream in no transaction. */
  giveBack(stream: Stream): void {
    this.#idle.push(stream);
  }

  /** For one that may have something open: what hears of it takes that back at once, as the server does by itself later. */
  drop(stream: Stream): void {
    stream.close().catch(() => {});
  }

  /** To be called with what failed: a server that was started anew knows none of them. */
  doubt(failure: unknown): void {
    if (mayBeUnknown(failure)) this.forget();
  }

  /** Those that nobody uses. */
  forget(): void {
    this.#idle = [];
  }

  /** Lends one for what leaves no transaction open, whatever comes of it. */
  async use<T>(work: (stream: Stream) => Promise<T>): Promise<T> {
    const stream = this.take();
    try {
      const done = await work(stream);
      this.giveBack(stream);
      return done;
    } catch (error) {
      if (error instanceof LibsqlError) this.giveBack(stream);
      else this.doubt(error);
      throw error;
    }
  }

  /** Lends one that nobody is to have afterwards. */
  async spend<T>(work: (stream: Stream) => Promise<T>): Promise<T> {
    const stream = this.take();
    try {
      return await work(stream);
    } catch (error) {
      this.doubt(error);
      throw error;
    } finally {
      this.drop(stream);
    }
  }

  /** The server counts each against what it takes at once, for as long as it keeps it: the next process finds room. */
  close(): void {
    this.closed = true;
    for (const stream of this.#idle) this.drop(stream);
    this.forget();
  }

  reopen(): void {
    this.closed = false;
  }
}
