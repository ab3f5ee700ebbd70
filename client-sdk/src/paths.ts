import type { ShopErrorOf } from "./error.ts";
import type { ErrorCode, Mutation, Query, Routes, Subscription } from "./generated/contract.ts";

/** The types of a procedure; what it writes to is of no matter here. */
export type AnyProcedure =
  | Query<unknown, unknown, ErrorCode>
  | Mutation<unknown, unknown, ErrorCode>
  | Subscription<unknown, unknown, ErrorCode>;

type PathsOf<Tree, Prefix extends string = ""> = {
  [Step in keyof Tree & string]: Tree[Step] extends AnyProcedure
    ? `${Prefix}${Step}`
    : PathsOf<Tree[Step], `${Prefix}${Step}.`>;
}[keyof Tree & string];

type At<Tree, Path extends string> = Path extends `${infer Step}.${infer Rest}`
  ? Step extends keyof Tree
    ? At<Tree[Step], Rest>
    : never
  : Path extends keyof Tree
    ? Tree[Path]
    : never;

type Field<Path extends string, Name extends keyof AnyProcedure> =
  At<Routes, Path> extends infer Procedure extends AnyProcedure ? Procedure[Name] : never;

/** The name of every procedure, such as `"cart.addLine"`. */
export type Path = PathsOf<Routes>;

/** What a procedure takes: `Input<"cart.addLine">`. */
export type Input<Procedure extends Path> = Field<Procedure, "input">;

/** What a procedure gives, or a subscription tells: `Output<"cart.get">`. */
export type Output<Procedure extends Path> = Field<Procedure, "output">;

/** The codes a procedure may refuse with: `Code<"order.place">`. */
export type Code<Procedure extends Path> = Field<Procedure, "code">;

/** What a call of a procedure can fail with, as a union over the codes: `Failure<"order.place">`. */
export type Failure<Procedure extends Path> = ShopErrorOf<Code<Procedure> | "NETWORK_ERROR" | "TIMEOUT">;
