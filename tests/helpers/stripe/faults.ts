import { Mischief } from "./mischief.ts";

/** Those that end in `_after` come when the request has taken effect, which its sender cannot see. */
export type FaultKind =
  | "latency"
  | "rate_limit"
  | "error_before"
  | "error_after"
  | "reset_before"
  | "reset_after"
  | "hang_before"
  | "hang_after";

/** A request that waits in the middle of being worked on. */
export interface HeldCall {
  /** It has arrived. */
  reached: Promise<void>;
  release(): void;
}

interface Gate extends HeldCall {
  on: RegExp;
  arrive(): void;
  opened: Promise<void>;
}

export class Faults extends Mischief<FaultKind> {
  /** The longest that `latency` takes, in milliseconds. */
  longestLatency = 50;
  private gates: Gate[] = [];

  /** Holds the next call to that path until it is released, while others come and go. */
  hold(on: RegExp): HeldCall {
    const arrived = Promise.withResolvers<void>();
    const opened = Promise.withResolvers<void>();
    const gate = {
      on,
      reached: arrived.promise,
      arrive: arrived.resolve,
      opened: opened.promise,
      release: opened.resolve,
    };
    this.gates.push(gate);
    return gate;
  }

  /** Resolves when the call may go on. */
  async pass(subject: string, fault: FaultKind | null): Promise<void> {
    const gate = this.gates.find(({ on }) => on.test(subject));
    if (gate) {
      this.gates = this.gates.filter((each) => each !== gate);
      gate.arrive();
      await gate.opened;
    }
    if (fault === "latency") await Bun.sleep(this.longestLatency * this.shareOfPause());
  }

  override stop(): void {
    super.stop();
    for (const gate of this.gates.splice(0)) gate.release();
  }
}
