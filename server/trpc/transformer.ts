import { TRPCError } from "@trpc/server";
import superjson, { type SuperJSONResult } from "superjson";
import { serialize } from "../core/serialize.ts";

/** superjson on the wire; what it cannot read is the caller's fault, not ours. */
export const transformer = {
  input: {
    serialize,
    deserialize(value: SuperJSONResult): unknown {
      try {
        return superjson.deserialize(value);
      } catch {
        throw new TRPCError({ code: "BAD_REQUEST", message: "The input is not valid superjson" });
      }
    },
  },
  output: {
    serialize,
    deserialize: (value: SuperJSONResult): unknown => superjson.deserialize(value),
  },
};
