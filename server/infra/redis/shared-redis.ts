import { Redis } from "ioredis";
import type { Logger } from "../../core/ports.ts";
import type { Metrics, RedisPurpose } from "../../core/telemetry-port.ts";
import { inTime, TooLate } from "./in-time.ts";
import { redisOptions } from "./options.ts";
import { RedisState } from "./redis-state.ts";

/** In milliseconds: what takes longer is done without. */
const defaultPatience = 250;

/** In milliseconds: how often it is asked whether it is well. */
const defaultProbeMs = 1_000;

/** Writes by a script, as what counts does: refused while Redis is full or loads, and by a copy that is only read. */
const probeScript = "return redis.call('SET', KEYS[1], '', 'PX', 1000)";

interface Surroundings {
  logger: Logger;
  metrics: Metrics | undefined;
  patience?: number;
  probeMs?: number;
}

/** Connects. A Redis that is not there is looked for from now on, and keeps nobody from starting. */
export async function openRedis(url: string, surroundings: Surroundings): Promise<SharedRedis> {
  const redis = new SharedRedis(url, surroundings);
  await redis.start();
  return redis;
}

/**
 * The Redis that the processes of a shop share. Nothing depends on its answer: with the first command that fails or takes
 * too long it counts as down, and all is done without it, at once, until a probe finds that it can be written to again.
 * The log and the metrics tell when either begins.
 */
export class SharedRedis {
  readonly #commands: Redis;
  readonly #subscriber: Redis;
  readonly #clients: readonly Redis[];
  readonly #surroundings: Surroundings;
  readonly #listeners = new Set<(message: string) => void>();
  readonly #channel: string;
  readonly #state: RedisState;
  #probing: Timer | undefined;
  #isClosed = false;

  constructor(url: string, surroundings: Surroundings) {
    this.#surroundings = surroundings;
    this.#state = new RedisState(surroundings);
    this.#commands = new Redis(url, redisOptions);
    this.#subscriber = this.#commands.duplicate();
    this.#clients = [this.#commands, this.#subscriber];
    this.#channel = `${this.#commands.options.keyPrefix}peers`; // the library prefixes keys alone
  }

  get isUp(): boolean {
    return this.#state.isUp;
  }

  /** Resolves once it is known whether Redis is there. */
  async start(): Promise<void> {
    this.#subscriber.on("message", (_, message) => {
      for (const listener of this.#listeners) listener(message);
    });
    await Promise.all(this.#clients.map((client) => this.#follow(client)));
    await this.#probe();
  }

  /** Has Redis do it, or `without`: at once where it is down, and where it fails. */
  async ask<Answer>(
    purpose: RedisPurpose,
    command: (client: Redis) => Promise<Answer>,
    without: () => Answer | Promise<Answer>,
  ): Promise<Answer> {
    if (this.isUp) {
      try {
        return await this.#inTime(command(this.#commands));
      } catch (error) {
        if (!(error instanceof Error)) throw error; // an answer: what refuses for the limiter is thrown
        this.#fail(error);
      }
    }
    this.#surroundings.metrics?.redisFailed(purpose);
    return without();
  }

  /** Tells all processes, this one too. Nobody waits for it, and it may be lost. */
  publish(message: string): void {
    const publish = (client: Redis) => client.publish(this.#channel, message);
    void this.ask("peers", publish, () => 0);
  }

  onMessage(listener: (message: string) => void): void {
    this.#listeners.add(listener);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#probing);
    for (const client of this.#clients) client.disconnect();
  }

  /** Resolves when the connection stands, or cannot be made for now. */
  #follow(client: Redis): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    client.on("error", (error) => this.#fail(error));
    client.on("close", () => this.#fail(new Error("the connection ended")));
    client.once("ready", resolve).once("close", resolve);
    return promise;
  }

  /** Subscribes each time, which is nothing new where it stands: what is up also hears the others. */
  async #probe(): Promise<void> {
    const { probeMs = defaultProbeMs } = this.#surroundings;
    try {
      const asked = Promise.all([
        this.#commands.eval(probeScript, 1, "probe"),
        this.#subscriber.subscribe(this.#channel),
      ]);
      await this.#inTime(asked);
      this.#state.recover();
    } catch (error) {
      this.#fail(error);
      if (error instanceof TooLate) this.#reconnect();
    }
    if (!this.#isClosed) this.#probing = setTimeout(() => this.#probe(), probeMs);
  }

  #inTime<Answer>(asked: Promise<Answer>): Promise<Answer> {
    return inTime(asked, this.#surroundings.patience ?? defaultPatience);
  }

  /** What does not answer may be dead, which TCP by itself finds out in minutes. */
  #reconnect(): void {
    for (const client of this.#clients) client.disconnect(true);
  }

  #fail(error: unknown): void {
    if (!this.#isClosed) this.#state.fail(error);
  }
}
