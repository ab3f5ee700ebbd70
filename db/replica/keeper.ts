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
  #answer: ((answer: Answer) => void) | undefined;

  /** `command` runs `followPrimary`. */
  constructor(command: readonly string[], whereabouts: Whereabouts) {
    this.#command = command;
    this.#whereabouts = whereabouts;
  }

  /** Has it sync. To be called again only after the answer. */
  async sync(): Promise<Answer> {
    const { promise, resolve } = Promise.withResolvers<Answer>();
    this.#answer = resolve;
    if (this.#child) this.#child.send(sync);
    else this.#start(); // which begins with one
    const watch = setInterval(() => this.#endIfStuck(), watchInterval);
    this.#movedAt = performance.now();
    try {
      return await promise;
    } finally {
      clearInterval(watch);
      this.#answer = undefined;
    }
  }

  /** Resolves once nobody has the file open any more but this process. */
  async end(): Promise<void> {
    this.#child?.kill("SIGKILL");
    await this.#child?.exited;
  }

  #start(): void {
    const child = Bun.spawn([...this.#command], {
      stdio: ["ignore", "ignore", "ignore"],
      ipc: (answer: Answer) => this.#answer?.(answer),
      onExit: () => {
        this.#child = undefined;
        this.#answer?.({ outcome: "failed", reason: "the process that keeps it has ended" });
      },
    });
    child.unref();
    child.send(this.#whereabouts);
    this.#child = child;
  }

  #wroteAt = 0;
  #movedAt = 0;

  #endIfStuck(): void {
    const wroteAt = lastWrite(this.#whereabouts.path);
    if (wroteAt !== this.#wroteAt) this.#movedAt = performance.now();
    this.#wroteAt = wroteAt;
    if (performance.now() - this.#movedAt < patience) return;
    this.#answer?.({ outcome: "failed", reason: "the primary does not answer" });
    this.#child?.kill("SIGKILL");
  }
}
