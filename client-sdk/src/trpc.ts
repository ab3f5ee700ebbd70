import { TRPCClientError, type TRPCLink } from "@trpc/client";
import type {
  TRPCBuiltRouter,
  TRPCErrorShape,
  TRPCMutationProcedure,
  TRPCQueryProcedure,
  TRPCSubscriptionProcedure,
  TrackedEnvelope,
} from "@trpc/server";
import { observable } from "@trpc/server/observable";
import { connect } from "./connect.ts";
import { isShopError } from "./error.ts";
import type { ErrorCode, ErrorData, Routes } from "./generated/contract.ts";
import type { ClientOptions } from "./options.ts";
import type { AnyProcedure } from "./paths.ts";

interface Typed<Input, Output> {
  meta: unknown;
  // biome-ignore lint/suspicious/noConfusingVoidType: what tRPC has for an input that may be left out
  input: undefined extends Input ? Input | void : Input;
  output: Output;
}

interface Procedures<Input, Output> {
  query: TRPCQueryProcedure<Typed<Input, Output>>;
  mutation: TRPCMutationProcedure<Typed<Input, Output>>;
  subscription: TRPCSubscriptionProcedure<Typed<Input, AsyncIterable<TrackedEnvelope<Output>>>>;
}

type RecordOf<Tree> = {
  [Step in keyof Tree]: Tree[Step] extends AnyProcedure
    ? Procedures<Tree[Step]["input"], Tree[Step]["output"]>[Tree[Step]["kind"]]
    : RecordOf<Tree[Step]>;
};

/** What tRPC calls `error.data`. */
export type RefusalData = {
  [Code in ErrorCode]: ErrorData[Code] & { code: Code; httpStatus: number; path?: string };
}[ErrorCode];

interface RootTypes {
  ctx: object;
  meta: object;
  errorShape: TRPCErrorShape<RefusalData>;
  transformer: true;
}

/** The shop's router as tRPC's own client knows it: `createTRPCClient<AppRouter>({ links: [shopLink({ url })] })`. */
export type AppRouter = TRPCBuiltRouter<RootTypes, RecordOf<Routes>>;

/**
 * A link that ends a chain and takes every call to the shop as this package's own client does: batches, retries,
 * idempotency keys (`context: { idempotencyKey }` for one of your own), sessions, subscriptions that are resumed. It needs
 * no transformer. The cause of its errors is the ShopError.
 */
export function shopLink(options: ClientOptions): TRPCLink<AppRouter> {
  const { call, subscribe } = connect(options);
  return () =>
    ({ op: { type, path, input, signal, context } }) =>
      observable((observer) => {
        const fail = (error: unknown) => observer.error(toTrpcError(error));
        if (type === "subscription") {
          observer.next({ result: { type: "started" } });
          const onData = (data: unknown, id: string | undefined) =>
            observer.next({ result: { type: "data", data: id === undefined ? data : { id, data } } });
          return subscribe(path, input, { onData, onError: fail }).unsubscribe;
        }
        const { idempotencyKey: key } = context;
        const own = typeof key === "string" ? { idempotencyKey: key } : {};
        call({ kind: type, path, input, signal: signal ?? undefined, ...own }).then((data) => {
          observer.next({ result: { type: "data", data } });
          observer.complete();
        }, fail);
        return undefined;
      });
}

function toTrpcError(error: unknown): TRPCClientError<AppRouter> {
  const cause = error instanceof Error ? error : new Error(String(error));
  if (!isShopError(error) || error.status === undefined || error.code === "NETWORK_ERROR") {
    return TRPCClientError.from(cause);
  }
  const { message, code, status, path, data } = error;
  const shape = { message, code: -32000, data: { ...data, code, httpStatus: status, path } };
  // Sound: what the shop refused has a code of the contract, and the data of that code.
  const result = { error: shape as unknown as TRPCErrorShape<RefusalData> };
  return new TRPCClientError(message, { result, cause });
}
