import type { AnyTRPCProcedure } from "@trpc/server";
import type { Same } from "./equal.ts";

/** What a contract tells of a procedure. */
interface AnyProcedure {
  kind: string;
  input: unknown;
  output: unknown;
  code: string;
}

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

export type At<Tree, Step> = Step extends keyof Tree ? Tree[Step] : never;

/** Names whatever the contract tells otherwise than the server's own types; `never` when it tells the same. */
export type RouteDrift<Server, Inputs, Outputs, Contract, Prefix extends string = ""> = {
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
