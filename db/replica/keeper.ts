import { lastWrite } from "./files.ts";
import { type Answer, sync, type Whereabouts } from "./messages.ts";

/** In milliseconds: a sync that neither ends nor writes anything for so long waits for somebody who is not there. */
const patience = 10_000;

/** In milliseconds: how often that is looked at. */
const watchInterval = 500;

/** The process that keeps a replica (`follow-primary.ts`), as its parent sees it; started anew whenever it has ended. */
export class Keeper {
  readonly #command: readonly string[];
  readonly #whereabouts: Whereabouts;
  #child: Bun.Subprocess | undefined;
  #answer: (answer: Answer) => void = () => {};

  /** `command` runs `followPrimary`. */
  constructor(command: readonly string[], whereabouts: Whereabouts) {
    this.#command = command;
    this.#whereabouts = whereabouts;
  }

  /** Has it sync. To be called again only after the answer. */
  async sync(): Promise<Answer> {
    const { promise, resolve } = Promise.withResolvers<Answer>();
    this.#answer = resolve;
    const endWatch = this.#watch();
    try {
      if (this.#child) this.#child.send(sync);
      else this.#start(); // which begins with one
      return await promise;
    } catch (error) {
      await this.end();
      return notKept(error instanceof Error ? error.message : "it cannot be kept");
    } finally {
      endWatch();
    }
  }

  /** Resolves once it no longer has the file open. */
  async end(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    this.#answer(notKept("it was ended"));
    child?.kill("SIGKILL");
    await child?.exited;
  }

  #start(): void {
    const child = Bun.spawn([...this.#command], {
      stdio: ["ignore", "ignore", "ignore"],
      ipc: (answer: Answer) => {
        if (this.#child === child) this.#answer(answer); // not to what the next one was asked
      },
      onExit: () => {
        if (this.#child !== child) return; // that was wanted
        this.#child = undefined;
        this.#answer(notKept("the process that keeps it has ended"));
      },
    });
    this.#child = child;
    child.unref();
    child.send(this.#whereabouts);
  }

  /** Ends the process when it is stuck in a sync: nothing else gets it out of there. */
  #watch(): () => void {
    let wroteAt = lastWrite(this.#whereabouts.path);
    let movedAt = performance.now();
    const timer = setInterval(() => {
      const before = wroteAt;
      wroteAt = lastWrite(this.#whereabouts.path);
      if (wroteAt !== before) movedAt = performance.now();
      if (performance.now() - movedAt < patience) return;
      this.#answer(notKept("the primary does not answer"));
      void this.end();
    }, watchInterval);
    return () => clearInterval(timer);
  }
}

const notKept = (reason: string): Answer => ({ outcome: "not kept", reason });
