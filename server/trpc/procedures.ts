import { answerOnce } from "./idempotency.ts";
import { procedure } from "./init.ts";

/** For anybody. */
export const publicProcedure = procedure.use(answerOnce).meta({ access: "public" });

/** For whoever holds the cart's id, which its input names. */
export const cartProcedure = procedure.use(answerOnce).meta({ access: "cart" });

/** For whoever holds the order's access token. */
export const orderProcedure = procedure.use(answerOnce).meta({ access: "order" });
