import type { Permission } from "../../db/enums.ts";
import { actorIdOf, signedInAs } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { auditOnce } from "../modules/auth/audit.ts";
import { answerOnce } from "./idempotency.ts";
import { middleware, procedure } from "./init.ts";

/** For anybody. */
export const publicProcedure = procedure.use(answerOnce).meta({ access: "public" });

/** For whoever holds the cart's id, which its input names; of a customer's cart for them alone. */
export const cartProcedure = procedure.use(answerOnce).meta({ access: "cart" });

/** For the customer of the order, or whoever holds its access token. */
export const orderProcedure = procedure.use(answerOnce).meta({ access: "order" });

const signedIn = middleware(({ ctx, next }) => {
  const actor = signedInAs(ctx.actor);
  if (!actor) throw new AppError("UNAUTHENTICATED");
  return next({ ctx: { actor } });
});

/** Keeps staff without a second factor out of what their role is worth, where they have to have one. */
const withFactor = middleware(({ ctx: { actor, staffNeedSecondFactor }, next }) => {
  if (staffNeedSecondFactor && actor.type === "staff" && !actor.secondFactor) {
    throw new AppError("MFA_ENROLLMENT_REQUIRED");
  }
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
    const { actor } = ctx;
    if (actor.type === "anonymous") throw new AppError("UNAUTHENTICATED");
    if (actor.type === "customer" || !actor.permissions.has(permission)) throw new AppError("FORBIDDEN");
    return next({ ctx: { actor } });
  });
  return procedure
    .use(noteRefusals)
    .use(permitted)
    .use(withFactor)
    .use(answerOnce)
    .meta({ access: `staff:${permission}` });
}
