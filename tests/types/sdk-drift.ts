import type {
  AnyTRPCProcedure,
  inferRouterInputs,
  inferRouterOutputs,
  TRPCQueryProcedure,
} from "@trpc/server";
import type { ErrorData, Mutation, Query, Routes } from "../../client-sdk/src/generated/contract.ts";
import type { AnyProcedure } from "../../client-sdk/src/paths.ts";
import type * as errors from "../../server/core/errors.ts";
import type { AppRouter } from "../../server/trpc/root.ts";
import type { Equal, Same } from "./equal.ts";

/** A procedure without input takes `void` in tRPC's types, which the contract writes as `undefined`. */
type InputOf<ServerInput> = undefined extends ServerInput
  ? Exclude<ServerInput, void> | undefined
  : ServerInput;

/** On its way a subscription's event is wrapped, with its id. */
type OutputOf<ServerOutput> =
  ServerOutput extends AsyncIterable<{ id: string; data: infer Event }> ? Event : ServerOutput;

type ProcedureDrift<Server, Input, Output, Contract extends AnyProcedure, Path extends string> =
  | (Server extends { _def: { type: Contract["kind"] } } ? never : `${Path}: kind`)
  | (Same<InputOf<Input>, Contract["input"]> extends true ? never : `${Path}: input`)
  | (Same<OutputOf<Output>, Contract["output"]> extends true ? never : `${Path}: output`);

type At<Tree, Step> = Step extends keyof Tree ? Tree[Step] : never;

/** Names whatever the contract tells otherwise than the server's own types; `never` when it tells the same. */
type RouteDrift<Server, Inputs, Outputs, Contract, Prefix extends string = ""> = {
  [Step in (keyof Server | keyof Contract) & string]: Step extends keyof Server & keyof Contract
    ? Server[Step] extends AnyTRPCProcedure
      ? Contract[Step] extends AnyProcedure
        ? ProcedureDrift<
            Server[Step],
            At<Inputs, Step>,
            At<Outputs, Step>,
            Contract[Step],
            `${Prefix}${Step}`
          >
        : `${Prefix}${Step}: a procedure`
      : RouteDrift<Server[Step], At<Inputs, Step>, At<Outputs, Step>, Contract[Step], `${Prefix}${Step}.`>
    : `${Prefix}${Step}: only on one side`;
}[(keyof Server | keyof Contract) & string];

type ServerDrift<Contract> = RouteDrift<
  AppRouter["_def"]["record"],
  inferRouterInputs<AppRouter>,
  inferRouterOutputs<AppRouter>,
  Contract
>;

type ErrorDrift<Server, Contract> = {
  [Code in keyof Server | keyof Contract]: Same<At<Server, Code>, At<Contract, Code>> extends true
    ? never
    : Code;
}[keyof Server | keyof Contract];

/** Fails to compile, and names the path, where the contract has drifted: `bun run sdk:generate` brings it back. */
function assertNever<_Drift extends never>(): void {}

assertNever<ServerDrift<Routes>>();
assertNever<ErrorDrift<errors.ErrorData, ErrorData>>();

// The check itself sees each kind of drift.

interface Tree {
  id: string;
  below?: Tree[] | undefined;
}
type TreeAsZodInfersIt = { id: string } & { below?: (Tree & {})[] | undefined };

/** What the check says of a contract for a server whose only procedure is `shop.get`. */
type Verdict<Contract> = RouteDrift<
  { shop: { get: TRPCQueryProcedure<{ meta: unknown; input: unknown; output: unknown }> } },
  { shop: { get: { id: string } | undefined } },
  { shop: { get: TreeAsZodInfersIt } },
  { shop: Contract }
>;

function assert<_True extends true>(): void {}

assert<Equal<Verdict<{ get: Query<{ id: string } | undefined, Tree, never> }>, never>>();
assert<Equal<Verdict<{ get: Mutation<{ id: string } | undefined, Tree, never> }>, "shop.get: kind">>();
assert<Equal<Verdict<{ get: Query<{ id: string }, Tree, never> }>, "shop.get: input">>();
assert<Equal<Verdict<{ get: Query<{ id?: string } | undefined, Tree, never> }>, "shop.get: input">>();
// biome-ignore lint/suspicious/noExplicitAny: that it is no equal of anything is what is checked
assert<Equal<Verdict<{ get: Query<{ id: string } | undefined, any, never> }>, "shop.get: output">>();
assert<
  Equal<Verdict<{ get: Query<{ id: string } | undefined, { id: string }, never> }>, "shop.get: output">
>();
assert<Equal<Verdict<{ get: { deeper: object } }>, "shop.get: a procedure">>();
assert<Equal<Verdict<Record<never, never>>, "shop.get: only on one side">>();
assert<
  Equal<
    Verdict<{ get: Query<{ id: string } | undefined, Tree, never>; more: object }>,
    "shop.more: only on one side"
  >
>();
assert<
  Equal<ErrorDrift<{ A: { n: number }; B: object }, { A: { n: string }; C: object }>, "A" | "B" | "C">
>();
