import { z } from "zod";
import { idInput } from "../../core/contract.ts";
import { distinct, wordInput } from "./admin/inputs.ts";
import { maxLengths } from "./limits.ts";

const maxNamed = 1_000;

/** Which lines of a cart something is about, as somebody says it. */
export const lineSelectionInput = z
  .object({
    productIds: distinct(idInput, maxNamed, (id) => id).default([]),
    categoryIds: distinct(idInput, maxNamed, (id) => id)
      .default([])
      .describe("A category names all below it too"),
    tags: distinct(wordInput(maxLengths.tag), maxNamed, (tag) => tag).default([]),
  })
  .refine(
    ({ productIds, categoryIds, tags }) => productIds.length + categoryIds.length + tags.length > 0,
    "Names nothing: expected null for that",
  )
  .meta({ id: "LineSelectionInput" });

export const lineSelectionOutput = z
  .object({
    productIds: z.array(z.string()),
    categoryIds: z.array(z.string()),
    tags: z.array(z.string()),
  })
  .describe("The lines that any of it names")
  .meta({ id: "LineSelection" });

export type LineSelectionInput = z.output<typeof lineSelectionInput>;
