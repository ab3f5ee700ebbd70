import { router } from "../../../trpc/init.ts";
import { staffProcedure } from "../../../trpc/procedures.ts";
import { adjustStock } from "./adjust-stock.ts";
import { findLocations } from "./find-locations.ts";
import { listLevels } from "./list-levels.ts";
import { listMovements } from "./list-movements.ts";
import { saveLocation } from "./save-location.ts";
import {
  adjustInput,
  listLevelsInput,
  listMovementsInput,
  saveLocationInput,
  setLevelsInput,
  setLevelsOutput,
  stockLevelOutput,
  stockLevelsOutput,
  stockLocationOutput,
  stockLocationsOutput,
  stockMovementsOutput,
} from "./schema.ts";
import { setLevels } from "./set-levels.ts";

export const adminInventoryRouter = router({
  levels: staffProcedure("inventory:read")
    .input(listLevelsInput)
    .output(stockLevelsOutput)
    .meta({
      summary: "What there is of each variant, and where, the oldest variant first",
      errors: [],
      rest: "GET /admin/stock/levels",
    })
    .query(({ ctx, input }) => listLevels(ctx, input)),

  adjust: staffProcedure("inventory:write")
    .input(adjustInput)
    .output(stockLevelOutput)
    .meta({
      summary: "Add units of a variant to a location, or take units away that no order holds",
      errors: ["NOT_FOUND", "OUT_OF_STOCK"],
      rest: "POST /admin/stock/adjustments",
    })
    .mutation(({ ctx, input }) => adjustStock(ctx, input)),

  setLevels: staffProcedure("inventory:write")
    .input(setLevelsInput)
    .output(setLevelsOutput)
    .meta({
      summary: "Set what is on hand of many variants, what happens when it is not enough, and when it is low",
      errors: ["NOT_FOUND", "OUT_OF_STOCK", "STOCK_CHANGED"],
      rest: "PUT /admin/stock/levels",
    })
    .mutation(({ ctx, input }) => setLevels(ctx, input)),

  movements: staffProcedure("inventory:read")
    .input(listMovementsInput)
    .output(stockMovementsOutput)
    .meta({
      summary: "Every change of stock there ever was, the newest first",
      errors: [],
      rest: "GET /admin/stock/movements",
    })
    .query(({ ctx, input }) => listMovements(ctx, input)),

  locations: staffProcedure("inventory:read")
    .output(stockLocationsOutput)
    .meta({
      summary: "Every place that stock is at, archived ones too, in the order they are asked",
      errors: [],
      rest: "GET /admin/locations",
    })
    .query(({ ctx }) => findLocations(ctx)),

  saveLocation: staffProcedure("inventory:write")
    .input(saveLocationInput)
    .output(stockLocationOutput)
    .meta({
      summary: "Add a location, or with its id and version change what is given of it",
      errors: ["NOT_FOUND", "VERSION_CONFLICT"],
      rest: "POST /admin/locations",
    })
    .mutation(({ ctx, input }) => saveLocation(ctx, input)),
});
