import type { Permission } from "../../db/enums.ts";
import { actorIdOf, signedInAs } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { assertFactor, permittedActor } from "../core/permitted.ts";
import { auditOnce } from "../modules/auth/audit.ts";
import { answerOnce } from "./idempotency.ts";
import { middleware, procedure } from "./init.ts";

/** For anybody who only asks: most of what shoppers do, so that nothing is on the way that is for mutations alone. */
export const publicQuery = procedure.meta({ access: "public" });

/** For anybody. */
export const publicProcedure = publicQuery.use(answerOnce);

/** For whoever holds the cart's id, which its input names; of a customer's cart for them alone. */
export const cartProcedure = procedure.use(answerOnce).meta({ access: "cart" });

/** For the customer of the order, or whoever holds its access token. */
export const orderProcedure = procedure.use(answerOnce).meta({ access: "order" });

const signedIn = middleware(({ ctx, next }) => {
  const actor = signedInAs(ctx.actor);
  if (!actor) throw new AppError("UNAUTHENTICATED");
  return next({ ctx: { actor } });
});

const withFactor = middleware(({ ctx, next }) => {
  assertFactor(ctx.actor, ctx.staffNeedSecondFactor);
  return next();
});

/** Writes down who was kept out of what is staff's; outside of any transaction, which a refusal undoes. */
const noteRefusals = middleware(async ({ ctx, path, next }) => {
  const result = await next();
  if (!result.ok && result.error.cause instanceof AppError && result.error.cause.code === "FORBIDDEN") {
    const actorId = actorIdOf(ctx.actor);
    const once = { name: "access-refused", key: `${actorId} ${path}`, seconds: 60 };
    await auditOnce(ctx, once, "access-refused", actorId, { procedure: path });
  }
  return result;
});

/** For whoever is signed in to an account. */
export const customerProcedure = procedure.use(signedIn).use(answerOnce).meta({ access: "customer" });

/** The same where the answer speaks for staff's role elsewhere. */
export const factorProcedure = procedure
  .use(signedIn)
  .use(withFactor)
  .use(answerOnce)
  .meta({ access: "customer" });

/** For those who run the shop, and their servers, with that permission. */
export function staffProcedure(permission: Permission) {
  const permitted = middleware(({ ctx, next }) => {
    const actor = permittedActor(ctx.actor, permission, ctx.staffNeedSecondFactor);
    return next({ ctx: { actor } });
  });
  return procedure
    .use(noteRefusals)
    .use(permitted)
    .use(answerOnce)
    .meta({ access: `staff:${permission}` });
}
