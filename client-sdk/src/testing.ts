import type { Call } from "./caller.ts";
import { clientOf, type ShopClient } from "./client.ts";
import { ShopError, type ShopErrorCode, type ShopErrorData } from "./error.ts";
import type { Input, Output, Path } from "./paths.ts";
import type { Subscriber } from "./subscriber.ts";

/**
 * What a procedure is answered with: always the same, an error, or whatever becomes of the input. Who subscribes is
 * told it as the first event, or as what the shop refused.
 */
export type FakeAnswer<Procedure extends Path> =
  | Output<Procedure>
  | ShopError
  | ((input: Input<Procedure>) => Output<Procedure> | Promise<Output<Procedure>>);

export type FakeAnswers = { [Procedure in Path]?: FakeAnswer<Procedure> };

export interface FakeShop {
  /** To be handed to what is tested. */
  client: ShopClient;
  /** Answers a procedure otherwise from now on. */
  answer<Procedure extends Path>(path: Procedure, answer: FakeAnswer<Procedure>): void;
  /** The inputs a procedure was called with so far. */
  callsOf<Procedure extends Path>(path: Procedure): Input<Procedure>[];
  /** Every call so far, by the procedure's path. */
  readonly calls: readonly { path: string; input: unknown }[];
  /** Tells all who are subscribed of an event. */
  emit<Procedure extends Path>(path: Procedure, event: Output<Procedure>): void;
}

/**
 * A shop without a server, for tests of what calls one: it answers as it is told, and keeps what it was called with.
 * A call that nothing was said of throws.
 */
export function createFakeShop(answers: FakeAnswers = {}): FakeShop {
  const known = new Map<string, unknown>(Object.entries(answers));
  const calls: { path: string; input: unknown }[] = [];
  const listeners = new Set<{ path: string; onData(event: unknown): void }>();

  async function call({ path, input, signal }: Call): Promise<unknown> {
    signal?.throwIfAborted();
    calls.push({ path, input });
    if (!known.has(path)) throw new Error(`The fake shop has no answer to ${path}`);
    return answerTo(path, input);
  }

  async function answerTo(path: string, input: unknown): Promise<unknown> {
    const answer = known.get(path);
    try {
      if (answer instanceof ShopError) throw answer;
      return typeof answer === "function" ? await answer(input) : answer;
    } catch (error) {
      throw error instanceof ShopError ? at(path, error) : error;
    }
  }

  const subscribe: Subscriber = (path, input, { onData, onError }) => {
    calls.push({ path, input });
    const listener = { path, onData: (event: unknown) => onData(event, undefined) };
    listeners.add(listener);
    const tell = (listen: () => void) => listeners.has(listener) && listen();
    if (known.has(path)) {
      answerTo(path, input).then(
        (event) => tell(() => listener.onData(event)),
        (error) => tell(() => onError?.(error)),
      );
    }
    return { unsubscribe: () => listeners.delete(listener) };
  };

  return {
    client: clientOf({ call, subscribe }),
    calls,
    answer: (path, answer) => void known.set(path, answer),
    // Sound: the client's types let no other input through.
    callsOf: <Procedure extends Path>(path: Procedure) =>
      calls.filter((each) => each.path === path).map(({ input }) => input as Input<Procedure>),
    emit(path, event) {
      for (const listener of listeners) if (listener.path === path) listener.onData(event);
    },
  };
}

type Data<Code extends ShopErrorCode> =
  Record<never, never> extends ShopErrorData[Code]
    ? [data?: ShopErrorData[Code]]
    : [data: ShopErrorData[Code]];

/** An error as the shop would answer it: `shopError("OUT_OF_STOCK", { variantId, available: 3 })`. */
export function shopError<Code extends ShopErrorCode>(code: Code, ...[data]: Data<Code>): ShopError<Code> {
  // Sound: the data may be left out only where there is none.
  return new ShopError(code, { code, data: (data ?? {}) as ShopErrorData[Code], path: "" });
}

/** The same error, of the procedure that it was raised by. */
function at(path: string, { message, code, data, status }: ShopError): ShopError {
  return new ShopError(message, { code, data, path, status });
}
