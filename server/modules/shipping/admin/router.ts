import { router } from "../../../trpc/init.ts";
import { staffProcedure } from "../../../trpc/procedures.ts";
import { findOptions } from "./find-options.ts";
import { saveOption } from "./save-option.ts";
import { adminShippingOptionOutput, adminShippingOptionsOutput, saveOptionInput } from "./schema.ts";

export const adminShippingRouter = router({
  options: staffProcedure("shipping:read")
    .output(adminShippingOptionsOutput)
    .meta({
      summary: "Every way for a cart to reach its buyer, archived ones too",
      errors: [],
      rest: "GET /admin/shipping-options",
    })
    .query(({ ctx }) => findOptions(ctx)),

  saveOption: staffProcedure("shipping:write")
    .input(saveOptionInput)
    .output(adminShippingOptionOutput)
    .meta({
      summary: "Add a shipping option, or with its id and version change what is given of it",
      errors: ["NOT_FOUND", "VERSION_CONFLICT"],
      rest: "POST /admin/shipping-options",
    })
    .mutation(({ ctx, input }) => saveOption(ctx, input)),
});
