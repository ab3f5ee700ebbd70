import type { Client, InStatement, Transaction } from "@libsql/client";
import { drizzle } from "drizzle-orm/libsql";
import { type Database, openDatabase } from "../../db/client.ts";
import * as schema from "../../db/schema/index.ts";
import { copyDatabase } from "./database.ts";

/** One of several that work on the same database at the same time, each through a connection of its own. */
type Actor<Outcome> = (db: Database) => Promise<Outcome>;

/** What became of one order of steps. */
export interface Run<Outcome> {
  db: Database;
  /** By whom each step was, in the order in which they were made: `0110`. */
  schedule: string;
  /** Of each actor: what it answered, or what it threw. */
  outcomes: PromiseSettledResult<Outcome>[];
}

/**
 * Has the actors work on copies of a database, once in each order in which their steps can come, and tells what became
 * of every one. A step is what goes to the database at once: a read, a batch or a whole transaction; while one of those
 * is open nobody else can write, and whoever reads sees what was before it.
 */
export async function* interleave<Outcome>(
  url: string,
  actors: readonly Actor<Outcome>[],
): AsyncGenerator<Run<Outcome>> {
  for (let next: number[] | undefined = []; next; ) {
    const { client, db } = openDatabase({ url: await copyDatabase(url) });
    const { turns, outcomes } = await runInTurn(client, actors, next);
    yield { db, outcomes, schedule: turns.map(({ actor }) => actor).join("") };
    client.close();
    next = following(turns);
  }
}

/** Whose step it was, and whose it could have been. */
interface Turn {
  actor: number;
  choices: number[];
}

/** The turns up to the last one that somebody else could have had who has not had it yet, with that one given to them. */
function following(turns: readonly Turn[]): number[] | undefined {
  for (let index = turns.length - 1; index >= 0; index--) {
    const { actor, choices } = turns[index] ?? { actor: 0, choices: [] };
    const other = choices.find((choice) => choice > actor);
    if (other !== undefined) return [...turns.slice(0, index).map((turn) => turn.actor), other];
  }
  return undefined;
}

/** Gives the first turns to whom it is told, and all after that to the first actor that wants one. */
async function runInTurn<Outcome>(
  client: Client,
  actors: readonly Actor<Outcome>[],
  first: readonly number[],
) {
  const gates = actors.map(() => new Gate());
  const working = actors.map((actor, index) => {
    const gate = gates[index] ?? new Gate();
    const work = actor(drizzle(new SteppedClient(client, gate), { schema }));
    return work.finally(() => gate.leave());
  });
  const settled = Promise.allSettled(working);
  const turns: Turn[] = [];
  for (;;) {
    const waiting = await Promise.all(gates.map((gate) => gate.arrival()));
    const choices = waiting.flatMap((isWaiting, index) => (isWaiting ? [index] : []));
    if (choices.length === 0) return { turns, outcomes: await settled };
    const actor = first[turns.length] ?? choices[0] ?? 0;
    turns.push({ actor, choices });
    await gates[actor]?.open();
  }
}

/** Where an actor waits before each of its steps. It makes one at a time. */
class Gate {
  #isBusy = false;
  #arrived = Promise.withResolvers<boolean>();
  #opened = Promise.withResolvers<void>();
  #stepped = Promise.withResolvers<void>();

  /** Whether the actor wants to make a step, once it does; false once it has made its last. */
  arrival(): Promise<boolean> {
    return this.#arrived.promise;
  }

  /** Lets the actor make its step; resolves when that is made. */
  open(): Promise<void> {
    this.#arrived = Promise.withResolvers();
    this.#opened.resolve();
    return this.#stepped.promise;
  }

  /** Waits for the actor's turn; the answer says that the step is made. */
  async enter(): Promise<() => void> {
    if (this.#isBusy)
      throw new Error("An actor makes two steps at once: their order would be left to chance");
    this.#isBusy = true;
    this.#opened = Promise.withResolvers();
    this.#stepped = Promise.withResolvers();
    this.#arrived.resolve(true);
    await this.#opened.promise;
    return () => {
      this.#isBusy = false;
      this.#stepped.resolve();
    };
  }

  leave(): void {
    this.#arrived.resolve(false);
  }
}

/** Does what the client does, each step when it is its actor's turn. */
class SteppedClient implements Client {
  readonly #client: Client;
  readonly #gate: Gate;

  constructor(client: Client, gate: Gate) {
    this.#client = client;
    this.#gate = gate;
  }

  get protocol() {
    return this.#client.protocol;
  }

  get closed() {
    return this.#client.closed;
  }

  execute(statement: InStatement) {
    return this.#step(() => this.#client.execute(statement));
  }

  batch(statements: Parameters<Client["batch"]>[0]) {
    return this.#step(() => this.#client.batch(statements));
  }

  migrate(statements: InStatement[]) {
    return this.#step(() => this.#client.migrate(statements));
  }

  executeMultiple(script: string) {
    return this.#step(() => this.#client.executeMultiple(script));
  }

  async transaction(): Promise<Transaction> {
    const made = await this.#gate.enter();
    const transaction = await this.#client.transaction();
    for (const end of ["commit", "rollback"] as const) {
      const before = transaction[end].bind(transaction);
      transaction[end] = () => before().finally(made);
    }
    return transaction;
  }

  sync() {
    return this.#client.sync();
  }

  reconnect() {
    return this.#client.reconnect();
  }

  close() {
    this.#client.close();
  }

  async #step<Result>(run: () => Promise<Result>): Promise<Result> {
    const made = await this.#gate.enter();
    return run().finally(made);
  }
}
