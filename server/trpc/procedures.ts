import { AppError } from "../core/errors.ts";
import { answerOnce } from "./idempotency.ts";
import { middleware, procedure } from "./init.ts";

/** For anybody. */
export const publicProcedure = procedure.use(answerOnce).meta({ access: "public" });

/** For whoever holds the cart's id, which its input names. */
export const cartProcedure = procedure.use(answerOnce).meta({ access: "cart" });

/** For whoever holds the order's access token. */
export const orderProcedure = procedure.use(answerOnce).meta({ access: "order" });

const signedIn = middleware(({ ctx, next }) => {
  const { actor } = ctx;
  if (actor.type !== "customer") throw new AppError("UNAUTHENTICATED");
  return next({ ctx: { actor } });
});

/** For a customer who is signed in. */
export const customerProcedure = procedure.use(signedIn).use(answerOnce).meta({ access: "customer" });
