import { router } from "../../trpc/init.ts";
import { publicQuery } from "../../trpc/procedures.ts";
import { listProviders } from "./providers.ts";
import { providersOutput } from "./schema.ts";

export const paymentRouter = router({
  providers: publicQuery
    .output(providersOutput)
    .meta({ summary: "The ways to pay on offer", errors: [], rest: "GET /payment-providers" })
    .query(({ ctx }) => listProviders(ctx)),
});
