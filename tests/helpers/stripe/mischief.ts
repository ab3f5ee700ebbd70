import { seededRandom } from "../../../bench/random.ts";

export interface Aim {
  /** What it happens to: the path of a call (`POST /v1/refunds`) or the type of an event; everything by default. */
  on?: RegExp;
  /** How often; once by default. */
  times?: number;
}

interface Planned<Kind> {
  kind: Kind;
  on: RegExp;
  left: number;
}

interface Chance<Kind extends string> {
  on: RegExp;
  random: () => number;
  chances: [Kind, number][];
}

/** What goes wrong, on command and by chance. */
export class Mischief<Kind extends string> {
  private planned: Planned<Kind>[] = [];
  private chance: Chance<Kind> | null = null;

  /** Happens to the next that it is aimed at. */
  next(kind: Kind, { on = /^/, times = 1 }: Aim = {}): void {
    this.planned.push({ kind, on, left: times });
  }

  /** Happens to some from now on: each kind to the given share of them, at most one to each, the same for the same seed. */
  atRandom(seed: number, shares: Partial<Record<Kind, number>>, on = /^/): void {
    const chances = Object.entries(shares) as [Kind, number][];
    this.chance = { on, random: seededRandom(seed), chances };
  }

  /** Nothing goes wrong any more. */
  stop(): void {
    this.planned = [];
    this.chance = null;
  }

  /** What happens to this one: planned things first. */
  take(subject: string): Kind | null {
    const planned = this.planned.find(({ on, left }) => left > 0 && on.test(subject));
    if (planned) {
      planned.left -= 1;
      return planned.kind;
    }
    if (!this.chance?.on.test(subject)) return null;
    let left = this.chance.random();
    for (const [kind, share] of this.chance.chances) {
      left -= share;
      if (left < 0) return kind;
    }
    return null;
  }

  /** How much of the longest pause one takes: by chance what goes with the seed, on command all of it. */
  shareOfPause(): number {
    return this.chance?.random() ?? 1;
  }
}
