import { z } from "zod";
import { idInput } from "../../core/contract.ts";
import { distinct, wordInput } from "./admin/inputs.ts";
import { maxLengths } from "./limits.ts";

/** Of each kind of name. */
const maxNamed = 250;

/** Which lines of a cart something is about, as somebody says it. */
export const lineSelectionInput = z
  .object({
    productIds: distinct(idInput, maxNamed, (id) => id)
      .readonly()
      .default([]),
    categoryIds: distinct(idInput, maxNamed, (id) => id)
      .readonly()
      .default([])
      .describe("A category names all below it too"),
    tags: distinct(wordInput(maxLengths.tag), maxNamed, (tag) => tag)
      .readonly()
      .default([]),
  })
  .refine(
    ({ productIds, categoryIds, tags }) => productIds.length + categoryIds.length + tags.length > 0,
    "Names nothing: expected null for that",
  )
  .meta({ id: "LineSelectionInput" });

export const lineSelectionOutput = z
  .object({
    productIds: z.array(z.string()).readonly(),
    categoryIds: z.array(z.string()).readonly(),
    tags: z.array(z.string()).readonly(),
  })
  .describe("The lines that any of it names")
  .meta({ id: "LineSelection" });

export type LineSelectionInput = z.output<typeof lineSelectionInput>;
