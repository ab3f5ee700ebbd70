import { z } from "zod";
import { locationStatuses, movementKinds, stockPolicies } from "../../../../db/enums.ts";
import { countryInput, idInput } from "../../../core/contract.ts";
import { pageInput } from "../../../core/page.ts";
import { distinct, versionInput, wordInput } from "../../catalog/admin/inputs.ts";
import { locationInput as placeInput, locationOutput as placeOutput } from "../../shipping/schema.ts";

/** More is a mistake, and sums of it might be beyond what JavaScript can hold. */
const maxUnits = 1_000_000_000;
const maxSet = 500;
const maxCountries = 300;

const policyField = z
  .enum(stockPolicies)
  .describe(
    "When more is asked for than there is: `deny` it, sell it as a `backorder`, or do not count at all",
  );
const unitsInput = z.int().min(0).max(maxUnits);
const reasonInput = wordInput(500).describe("In your own words, for the movement");
const locationIdInput = idInput.optional().describe("The default location when left out");

export const listLevelsInput = pageInput
  .extend({
    variantId: idInput.optional(),
    q: z.string().max(200).optional().describe("Words of the product, or a SKU or barcode"),
    locationId: idInput.optional().describe("Those that have ever been there"),
    lowOnly: z.boolean().default(false).describe("Those at or below their threshold"),
  })
  .meta({ id: "StockLevelsInput" })
  .prefault({});

export const stockLevelOutput = z
  .object({
    variantId: z.string(),
    sku: z.string().nullable(),
    variantTitle: z.string(),
    productId: z.string(),
    productTitle: z.string(),
    policy: policyField,
    onHand: z.int(),
    reserved: z.int().describe("Held for orders that are not sent yet"),
    available: z
      .int()
      .nullable()
      .describe("On hand and not held; below zero where units are owed, null where they are not counted"),
    lowStockThreshold: z.int().nullable(),
    locations: z
      .array(
        z
          .object({ locationId: z.string(), onHand: z.int(), reserved: z.int() })
          .meta({ id: "LocationStock" }),
      )
      .describe("Where they are: an archived location's units count and are not sold"),
  })
  .meta({ id: "StockLevel" });

export const stockLevelsOutput = z
  .object({ items: z.array(stockLevelOutput), nextCursor: z.string().nullable() })
  .meta({ id: "StockLevelPage" });

export const adjustInput = z
  .object({
    variantId: idInput,
    locationId: locationIdInput,
    delta: z
      .int()
      .min(-maxUnits)
      .max(maxUnits)
      .refine((delta) => delta !== 0, "Expected units to add or to take away"),
    kind: z
      .enum(["received", "adjusted"])
      .default("adjusted")
      .describe("Whether they came, or were counted anew, broken, lost or found"),
    reason: reasonInput,
  })
  .refine(({ kind, delta }) => kind === "adjusted" || delta > 0, {
    path: ["delta"],
    error: "Expected units to add: what is received is not taken away",
  });

export const setLevelsInput = z
  .object({
    levels: z
      .array(
        z
          .object({
            variantId: idInput,
            locationId: locationIdInput,
            onHand: unitsInput,
            expected: unitsInput
              .optional()
              .describe("What was seen on hand: another number is not written over"),
          })
          .meta({ id: "SetLevelInput" }),
      )
      .max(maxSet)
      .default([]),
    variants: distinct(
      z
        .object({
          variantId: idInput,
          policy: policyField.optional(),
          lowStockThreshold: unitsInput
            .nullish()
            .describe("At so many available units or fewer its stock is low; null is never"),
        })
        .meta({ id: "SetStockInput" }),
      maxSet,
      ({ variantId }) => variantId,
      ["variantId"],
    ).default([]),
    reason: reasonInput.optional(),
  })
  .refine(({ levels, variants }) => levels.length + variants.length > 0, "Names nothing to set")
  .meta({ examples: [{ levels: [{ variantId: "var_1", locationId: "loc_1", onHand: 12 }] }] })
  .describe("All of it or none");

export const setLevelsOutput = z.array(stockLevelOutput).describe("The variants that were named");

export const listMovementsInput = pageInput
  .extend({
    variantId: idInput.optional(),
    locationId: idInput.optional(),
    orderId: idInput.optional(),
  })
  .meta({ id: "StockMovementsInput" })
  .prefault({});

export const stockMovementOutput = z
  .object({
    id: z.string(),
    variantId: z.string(),
    sku: z.string().nullable(),
    locationId: z.string(),
    kind: z.enum(movementKinds).describe("`opening` is what the variant came with"),
    onHandDelta: z.int(),
    reservedDelta: z.int(),
    reason: z.string().nullable(),
    orderId: z.string().nullable(),
    actorId: z.string().nullable().describe("Who moved it; null for nobody who was signed in"),
    movedAt: z.date(),
  })
  .meta({ id: "StockMovement" });

export const stockMovementsOutput = z
  .object({ items: z.array(stockMovementOutput), nextCursor: z.string().nullable() })
  .meta({ id: "StockMovementPage" });

const statusField = z
  .enum(locationStatuses)
  .describe("An archived one sends nothing that is not held there already, and keeps its stock");

export const saveLocationInput = z
  .object({
    id: idInput.optional().describe("The location to change; a new one when left out"),
    version: versionInput,
    name: wordInput(200),
    address: placeInput.nullish(),
    countries: distinct(countryInput, maxCountries, (code) => code)
      .min(1)
      .nullish()
      .describe("Where it sends to, as ISO 3166-1 alpha-2 codes; null is everywhere"),
    priority: z.int().min(0).max(1_000_000).optional().describe("The lowest is asked first; 0 in a new one"),
    status: statusField.optional(),
    isDefault: z
      .boolean()
      .optional()
      .describe("True takes it from the one that is; the default one gives it up no other way"),
  })
  .refine(({ id, version }) => (id === undefined) === (version === undefined), {
    path: ["version"],
    error: "Expected with `id`, and only with it",
  })
  .describe("What is left out stays; in a new one there is none of it");

export const stockLocationOutput = z
  .object({
    id: z.string(),
    name: z.string(),
    address: placeOutput.nullable(),
    countries: z.array(z.string()).nullable().describe("ISO 3166-1 alpha-2; null is everywhere"),
    priority: z.int(),
    status: statusField,
    isDefault: z.boolean().describe("Whether the units are there that new variants come with"),
    version: z.int().describe("Rises with every change"),
    createdAt: z.date(),
    updatedAt: z.date(),
  })
  .meta({ id: "StockLocation" });

export const stockLocationsOutput = z.array(stockLocationOutput);

export type ListLevelsInput = z.output<typeof listLevelsInput>;
export type StockLevelItem = z.output<typeof stockLevelOutput>;
export type StockLevelPage = z.output<typeof stockLevelsOutput>;
export type AdjustInput = z.output<typeof adjustInput>;
export type SetLevelsInput = z.output<typeof setLevelsInput>;
export type ListMovementsInput = z.output<typeof listMovementsInput>;
export type StockMovementPage = z.output<typeof stockMovementsOutput>;
export type SaveLocationInput = z.output<typeof saveLocationInput>;
export type StockLocationRecord = z.output<typeof stockLocationOutput>;
