import { Failure } from "../../helpers/stripe/failure.ts";

/** Does what a bank or somebody at the provider does, unless what it is about has ended meanwhile. */
export function bankCall(call: () => unknown): void {
  try {
    call();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
}
