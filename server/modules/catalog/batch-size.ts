import type { ReadDraft } from "./import-tally.ts";

/** In milliseconds: how long a batch may hold the write lock, so that a checkout waits its turn unnoticed. */
const wantedTime = 40;

/** Enough to share the price of a commit, few enough not to keep much of a file in memory. */
const most = 400;

type Drafts = readonly Pick<ReadDraft<unknown>, "rows">[];

/** How many rows go into the next batch: as many as the time allows, going by those before. */
export class BatchSize {
  #rows = 20;

  /** A batch takes one product at least, however many rows it has. */
  hasRoom(batch: Drafts, next: Drafts[number]): boolean {
    return rowsOf(batch) + next.rows <= this.#rows;
  }

  learn(batch: Drafts, time: number): void {
    const fitting = (rowsOf(batch) * wantedTime) / Math.max(time, 1);
    const steady = Math.min(fitting, this.#rows * 1.5); // one that was lucky, or changed nothing, tells little
    this.#rows = Math.max(1, Math.min(Math.round(steady), most));
  }
}

function rowsOf(batch: Drafts): number {
  return batch.reduce((sum, { rows }) => sum + rows, 0);
}
