import { z } from "zod";
import { idInput } from "../../core/contract.ts";

export const emailInput = z.email().max(254);

/** Of a new one, as it is typed and as it is kept. */
export const minPasswordLength = 10;

/** A new password; how hard it is to guess is judged where it is set. */
export const newPasswordInput = z
  .string()
  .min(minPasswordLength)
  .max(1_000)
  .refine((password) => password.isWellFormed(), "Not well-formed Unicode");
export const passwordInput = z.string().min(1).max(1_000);

export const credentialsInput = z.object({ email: emailInput, password: newPasswordInput });

const sessionKind = z
  .enum(["cookie", "token"])
  .default("cookie")
  .describe("`cookie` for browsers; `token` for apps, which send it as `Authorization: Bearer …`");

/** How whoever signs in is known from then on. */
export const sessionInput = z.object({ session: sessionKind }).meta({ id: "SessionInput" });

export const loginInput = z.object({
  email: emailInput,
  password: passwordInput,
  ...sessionInput.shape,
});

export const changePasswordInput = z.object({
  password: passwordInput,
  newPassword: newPasswordInput,
  ...sessionInput.shape,
});

export const revokeSessionInput = z.object({ sessionId: idInput });

export const customerOutput = z
  .object({
    id: z.string(),
    email: z.string(),
    createdAt: z.date(),
  })
  .meta({ id: "Customer" });

export const loginOutput = z
  .object({
    customer: customerOutput,
    token: z.string().nullable().describe('For `session: "token"` alone: keep it secret'),
  })
  .meta({ id: "SignedIn" });

export const meOutput = customerOutput
  .extend({
    secondFactor: z.boolean().describe("Whether signing in takes a code of an authenticator app"),
    role: z.string().nullable().describe("Of those who run the shop; null for everybody else"),
  })
  .meta({ id: "Me" })
  .nullable();

export const sessionsOutput = z.array(
  z
    .object({
      id: z.string(),
      device: z.string().describe("What the program said of itself"),
      createdAt: z.date(),
      lastUsedAt: z.date().describe("To the hour"),
      current: z.boolean().describe("Whether it is the one that asks"),
    })
    .meta({ id: "Session" }),
);

export const doneOutput = z.object({ done: z.literal(true) }).meta({ id: "Done" });

export const mailTokenInput = z.string().min(1).max(100).describe("What the mail says");

export const emailOnlyInput = z.object({ email: emailInput });
export const verifyEmailInput = z.object({
  token: mailTokenInput,
  password: passwordInput.describe(
    "Of the account, so that nobody confirms an account that somebody else opened",
  ),
});
export const resetPasswordInput = z.object({ token: mailTokenInput, newPassword: newPasswordInput });

export const accessTokenInput = z
  .object({
    audience: z.string().min(1).max(200).default("bodega").describe("The service that it is for"),
  })
  .prefault({});

export const accessTokenOutput = z
  .object({
    token: z
      .string()
      .describe("A JWT, signed with EdDSA; `iss` is the shop's public origin, `sub` the customer's id"),
    expiresAt: z.date(),
  })
  .meta({ id: "AccessToken" });

export type AccessToken = z.infer<typeof accessTokenOutput>;
export type Credentials = z.infer<typeof credentialsInput>;
export type ChangePasswordInput = z.infer<typeof changePasswordInput>;
export type SessionKind = z.infer<typeof sessionKind>;
export type Customer = z.infer<typeof customerOutput>;
export type Me = NonNullable<z.infer<typeof meOutput>>;
export type SignedIn = z.infer<typeof loginOutput>;
export type SessionInfo = z.infer<typeof sessionsOutput>[number];
export type Done = z.infer<typeof doneOutput>;
