import { router } from "../../../trpc/init.ts";
import { staffProcedure } from "../../../trpc/procedures.ts";
import { findRates } from "./find-rates.ts";
import { saveRates } from "./save-rates.ts";
import { allRatesOutput, countryRatesOutput, ratesInput, saveRatesInput } from "./schema.ts";

export const adminTaxRouter = router({
  rates: staffProcedure("tax:read")
    .input(ratesInput)
    .output(allRatesOutput)
    .meta({
      summary: "The tax rates of a country, or of all that have some",
      errors: [],
      rest: "GET /admin/tax-rates",
    })
    .query(({ ctx, input }) => findRates(ctx, input)),

  saveRates: staffProcedure("tax:write")
    .input(saveRatesInput)
    .output(countryRatesOutput)
    .meta({
      summary: "Replace all tax rates of a country, or bring its first",
      errors: ["NOT_FOUND", "VERSION_CONFLICT"],
      rest: "PUT /admin/tax-rates/{country}",
    })
    .mutation(({ ctx, input }) => saveRates(ctx, input)),
});
