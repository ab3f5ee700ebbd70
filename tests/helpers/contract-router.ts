import { initTRPC, type TRPCQueryProcedure } from "@trpc/server";
import superjson from "superjson";
import type { z } from "zod";
import { schemas } from "./contract-schemas.ts";
import { refusedRouter } from "./refused-router.ts";

const t = initTRPC.create({ transformer: superjson });

type ProcedureOf<Schema extends z.ZodType> = TRPCQueryProcedure<{
  meta: object;
  input: z.input<Schema>;
  output: z.output<Schema>;
}>;

const procedures = Object.entries(schemas).map(([name, schema]) => {
  const procedure = t.procedure.input(schema).output(schema);
  return [
    name,
    procedure.query(() => {
      throw new Error("Only its types are looked at");
    }),
  ] as const;
});

/** A procedure for each schema, which it takes and gives, and procedures that no client could rely on. */
export const contractRouter = t.router({
  // Sound: each is made of the schema of its name.
  typed: Object.fromEntries(procedures) as unknown as {
    [Name in keyof typeof schemas]: ProcedureOf<(typeof schemas)[Name]>;
  },
  refused: refusedRouter,
});
