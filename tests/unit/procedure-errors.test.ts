import { expect, test } from "bun:test";
import { codesOfAccess, type ProcedureMeta } from "../../server/trpc/meta.ts";
import { procedures } from "../../server/trpc/root.ts";

test.each(Object.entries(procedures))(
  "%s names its own errors, and none that its access brings",
  (_, { _def }) => {
    // Sound: every procedure is built on ours, whose metadata this is.
    const { access, errors } = _def.meta as ProcedureMeta;
    const brought: readonly string[] = codesOfAccess(access);
    expect(errors.filter((code) => brought.includes(code))).toEqual([]);
    expect(new Set(errors).size).toBe(errors.length);
  },
);
