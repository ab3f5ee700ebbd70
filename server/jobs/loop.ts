import type { Logger, Turns } from "../core/ports.ts";
import { logFault } from "../infra/fault.ts";

/** In milliseconds: lets what was enqueued be committed, and what comes together be taken up together. */
const gatherMs = 50;

/** In milliseconds: what another process enqueued, or what is tried again, waits at most so much longer. */
const defaultPollMs = 1_000;

/** Of the time until the next round: a turn ends before that, or a timer that is early would find this process's own. */
const turnShare = 0.9;

/** Where nobody shares them out. */
const ownTurns: Turns = { take: async () => ({ giveBack: async () => {} }) };

interface LoopOptions {
  /** What the log calls it. */
  job: string;
  logger: Logger;
  /** In milliseconds. */
  pollMs?: number | undefined;
  /** Where one process is enough: a round is done by whoever has the turn, and by nobody else until the next is due. */
  turns?: Turns | undefined;
}

/** Does its work again and again, one at a time: soon after it was woken, and each second or so in any case. */
export class Loop {
  readonly #options: LoopOptions;
  readonly #work: (signal: AbortSignal) => Promise<unknown>;
  readonly #stopping = new AbortController();
  #timer: Timer | undefined;
  #round: Promise<void> | undefined;
  #woken = false;

  /** The work ends early, at a good place, when its signal is aborted. When it fails, that is logged and it is done again. */
  constructor(options: LoopOptions, work: (signal: AbortSignal) => Promise<unknown>) {
    this.#options = options;
    this.#work = work;
    this.#next(0);
  }

  wake(): void {
    if (this.#woken) return;
    this.#woken = true;
    if (!this.#round) this.#next(gatherMs);
  }

  /** Resolves when what has begun is done; nothing begins any more. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#timer);
    await this.#round;
  }

  #next(delay: number): void {
    if (this.#stopping.signal.aborted) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#run(), delay);
  }

  async #run(): Promise<void> {
    this.#woken = false;
    this.#round = this.#attempt();
    await this.#round;
    this.#round = undefined;
    this.#next(this.#woken ? gatherMs : (this.#options.pollMs ?? defaultPollMs));
  }

  async #attempt(): Promise<void> {
    const { job, turns = ownTurns, pollMs = defaultPollMs } = this.#options;
    const turn = await turns.take(job, Math.ceil(pollMs * turnShare));
    if (turn && !(await this.#tryWork())) await turn.giveBack();
  }

  /** Whether it was done to its end. */
  async #tryWork(): Promise<boolean> {
    const { signal } = this.#stopping;
    try {
      await this.#work(signal);
      return !signal.aborted;
    } catch (error) {
      const { job, logger } = this.#options;
      logFault(logger, { job }, error);
      return false;
    }
  }
}
