import type { inferRouterInputs, inferRouterOutputs, TRPCQueryProcedure } from "@trpc/server";
import type { ErrorData, Mutation, Query, Routes } from "../../client-sdk/src/generated/contract.ts";
import type * as errors from "../../server/core/errors.ts";
import type { AppRouter } from "../../server/trpc/root.ts";
import type { Equal, Same } from "./equal.ts";
import type { At, RouteDrift } from "./route-drift.ts";

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
