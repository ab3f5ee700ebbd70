import { initTRPC } from "@trpc/server";
import type { SQL } from "drizzle-orm";
import { z } from "zod";

const t = initTRPC.meta<object>().create();
const { procedure } = t;

const nothing = (): never => {
  throw new Error("Only its types are looked at");
};

const giving = <Output>() => procedure.output(z.custom<Output>()).query(nothing);

class Account {
  readonly id = "";
  close(): void {}
}

interface Endless<Inner> {
  inner: Endless<Inner[]>;
}

/** Procedures that no client could rely on. */
export const refusedRouter = t.router({
  any: procedure.output(z.object({ rows: z.array(z.any()) })).query(nothing),
  anyInput: procedure
    .input(z.object({ filter: z.any() }))
    .output(z.string())
    .query(nothing),
  unknown: procedure.output(z.unknown()).query(nothing),
  noOutput: procedure.query(() => "text"),
  leaked: giving<{ orders: { where: SQL }[] }>(),
  leakedByNode: giving<{ file: Buffer }>(),
  promised: giving<Promise<string>>(),
  instance: giving<{ account: Account }>(),
  callback: giving<{ done: () => void }>(),
  symbol: giving<{ id: symbol }>(),
  symbolKey: giving<{ [Symbol.iterator]: string }>(),
  endless: giving<Endless<string>>(),
  twice: procedure
    .input(z.object({ a: z.string() }).meta({ id: "Twice" }))
    .output(z.object({ b: z.string() }).meta({ id: "Twice" }))
    .query(nothing),
  bothSides: procedure
    .input(z.object({ a: z.string().default("") }).meta({ id: "Both" }))
    .output(z.object({ a: z.string().default("") }).meta({ id: "Both" }))
    .query(nothing),
  reservedName: procedure.output(z.object({ a: z.string() }).meta({ id: "Query" })).query(nothing),
  noName: procedure.output(z.object({ a: z.string() }).meta({ id: "not a name" })).query(nothing),
  query: procedure.output(z.string()).query(nothing),
});
