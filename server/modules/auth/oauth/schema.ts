import { z } from "zod";

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

export type SignInProvider = z.infer<typeof providersOutput>[number];
