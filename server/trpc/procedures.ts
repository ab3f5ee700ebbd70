import type { Permission } from "../../db/enums.ts";
import { signedInAs } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
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

/** For whoever is signed in to an account. */
export const customerProcedure = procedure.use(signedIn).use(answerOnce).meta({ access: "customer" });

/** For those who run the shop, and their servers, with that permission. */
export function staffProcedure(permission: Permission) {
  const permitted = middleware(({ ctx, next }) => {
    const { actor, staffNeedSecondFactor } = ctx;
    if (actor.type === "anonymous") throw new AppError("UNAUTHENTICATED");
    if (actor.type === "customer" || !actor.permissions.has(permission)) throw new AppError("FORBIDDEN");
    if (staffNeedSecondFactor && actor.type === "staff" && !actor.secondFactor) {
      throw new AppError("MFA_ENROLLMENT_REQUIRED");
    }
    return next({ ctx: { actor } });
  });
  return procedure
    .use(permitted)
    .use(answerOnce)
    .meta({ access: `staff:${permission}` });
}
