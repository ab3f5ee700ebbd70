import { z } from "zod";
import { idInput } from "../../../core/contract.ts";

export const providersOutput = z.array(
  z
    .object({
      name: z.string(),
      label: z.string().describe("As people know it"),
      path: z
        .string()
        .describe(
          "On the shop's origin: opened in the browser's own window, it signs in and goes to `?returnTo=`",
        ),
    })
    .meta({ id: "SignInProvider" }),
);

export const unlinkInput = z.object({
  provider: idInput.describe("Its name, as `identities` tells it"),
});

export const identitiesOutput = z.array(
  z
    .object({
      provider: z.string().describe("The provider's name when it was linked"),
      label: z.string().describe("As people know it"),
      createdAt: z.date().describe("When it was linked"),
    })
    .meta({ id: "LinkedIdentity" }),
);

export type LinkedIdentity = z.infer<typeof identitiesOutput>[number];
export type SignInProvider = z.infer<typeof providersOutput>[number];
