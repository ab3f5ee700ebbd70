import { initTRPC } from "@trpc/server";
import { untraced } from "../core/telemetry-port.ts";
import type { RequestContext } from "./context.ts";
import { describeError, shapeOf } from "./error-map.ts";
import type { ProcedureMeta } from "./meta.ts";
import { transformer } from "./transformer.ts";

const t = initTRPC
  .context<RequestContext>()
  .meta<Partial<ProcedureMeta>>()
  .create({
    transformer,
    sse: { enabled: false }, // see `subscription.ts`
    errorFormatter: ({ error, ctx, path }) => shapeOf(error, ctx?.requestId ?? "", path),
  });

export const { router, middleware } = t;

/**
 * Tells how long it took and how it went; of a stream, to open it. What everybody sees alike is read where the catalogue
 * is for whoever asks; where nobody can tell who asks, they get that and nothing else. All in one, as each costs every
 * request.
 */
const observed = middleware(async ({ ctx, path, meta, next }) => {
  const { db, metrics, tracer, requestId, actorFault } = ctx;
  if (actorFault && !meta?.cache) throw actorFault.cause;
  const run = async () => {
    const source = meta?.cache ? await ctx.catalogueDb() : db;
    return source === db ? next() : next({ ctx: { db: source } }); // a context of its own costs a procedure 5 %
  };
  if (!metrics && tracer === untraced) return run();
  const started = performance.now();
  const result = await tracer.span({ name: path }, async (span) => {
    const ended = await run();
    if (!ended.ok) span.fail(describeError(ended.error, requestId).code);
    return ended;
  });
  metrics?.procedureCalled(path, performance.now() - started);
  return result;
});

export const procedure = t.procedure.use(observed);
