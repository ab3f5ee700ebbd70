import { type Caller, createCaller } from "./caller.ts";
import type { ClientOptions } from "./options.ts";
import { createRecover } from "./recover.ts";
import { createPrepare } from "./request.ts";
import { createSubscriber, type Subscriber } from "./subscriber.ts";

/** The ways to a shop. No connection is held, so that one of these serves a whole page or process. */
export interface Connection {
  call: Caller;
  subscribe: Subscriber;
}

export function connect(options: ClientOptions): Connection {
  const prepare = createPrepare(options);
  const recover = createRecover(options);
  return {
    call: createCaller(options, prepare, recover),
    subscribe: createSubscriber(options, prepare, recover),
  };
}
