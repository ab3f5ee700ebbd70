import { z } from "zod";
import { maxCounts, maxLengths } from "../limits.ts";
import { attributeTypeField } from "../schema.ts";
import { distinct, versionInput, wordInput } from "./inputs.ts";

export const keyInput = z
  .string()
  .max(50)
  .regex(/^[a-z][a-z0-9_-]*$/, "Expected a-z, 0-9, - and _, a letter first")
  .describe("What products and filters name it by: `material`");

const choicesInput = distinct(wordInput(maxLengths.choice), maxCounts.choices, (choice) => choice)
  .min(1)
  .describe("Of a choice, in the order they are offered; null or left out for the other types");

export const saveAttributeInput = z
  .object({
    key: keyInput,
    version: versionInput.describe("Of the one that is there; left out for a new one"),
    name: wordInput(maxLengths.attributeName),
    type: attributeTypeField,
    choices: choicesInput.nullish(),
  })
  .refine(({ type, choices }) => (type === "choice") === Boolean(choices), {
    path: ["choices"],
    message: "Expected for a choice, and for nothing else",
  });

export const removeAttributeInput = z.object({ key: z.string().min(1).max(50), version: versionInput });

export const attributeOutput = z
  .object({
    key: z.string(),
    name: z.string(),
    type: attributeTypeField,
    choices: z.array(z.string()).nullable().describe("Of a choice; null for the other types"),
    inUse: z.boolean().describe("Whether any product has it: its type stays, and so do the choices in use"),
    version: z.int().describe("Rises with every change"),
    createdAt: z.date(),
    updatedAt: z.date(),
  })
  .meta({ id: "AdminAttribute" });

export const attributesOutput = z.array(attributeOutput);

export type SaveAttributeInput = z.infer<typeof saveAttributeInput>;
export type RemoveAttributeInput = z.infer<typeof removeAttributeInput>;
export type AdminAttribute = z.infer<typeof attributeOutput>;
