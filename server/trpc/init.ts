import { initTRPC } from "@trpc/server";
import type { RequestContext } from "./context.ts";
import { describeError, toTrpcError } from "./error-map.ts";
import type { ProcedureMeta } from "./meta.ts";
import { transformer } from "./transformer.ts";

const t = initTRPC
  .context<RequestContext>()
  .meta<Partial<ProcedureMeta>>()
  .create({
    transformer,
    sse: { enabled: false }, // see `subscription.ts`
    errorFormatter({ shape, error, ctx, path }) {
      const { code, message, data } = describeError(error, ctx?.requestId ?? "");
      const { httpStatus } = shape.data;
      return { code: shape.code, message, data: { ...data, code, httpStatus, path } };
    },
  });

export const { router, middleware } = t;

/** Domain errors leave every procedure with the tRPC code, and so the HTTP status, of their kind. */
const mapErrors = middleware(async ({ next }) => {
  const result = await next();
  if (result.ok) return result;
  throw toTrpcError(result.error);
});

export const procedure = t.procedure.use(mapErrors);
