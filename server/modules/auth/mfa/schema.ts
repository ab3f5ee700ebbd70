import { z } from "zod";
import { idInput } from "../../../core/contract.ts";
import { passwordInput, sessionInput } from "../schema.ts";

const codeInput = z.string().min(1).max(40);
const anyCodeInput = codeInput.describe("Of the authenticator app, or a recovery code");

export const enrollInput = z.object({ password: passwordInput });

export const enrollOutput = z
  .object({
    uri: z.string().describe("`otpauth://…`, to be shown as a QR code"),
    secret: z.string().describe("The same in base32, to be typed"),
  })
  .meta({ id: "MfaEnrollment" });

export const confirmInput = z.object({
  code: codeInput.describe("Of the authenticator app"),
  ...sessionInput.shape,
});

export const confirmOutput = z
  .object({
    recoveryCodes: z
      .array(z.string())
      .describe("Each signs in once without the app; they are not shown again"),
    token: z
      .string()
      .nullable()
      .describe('Of the session from now on, for `session: "token"` alone: keep it secret'),
  })
  .meta({ id: "MfaRecoveryCodes" });

export const disableInput = z.object({ password: passwordInput, code: anyCodeInput });

export const challengeInput = z.object({
  challengeId: idInput.describe("As MFA_REQUIRED brought it"),
  code: anyCodeInput,
  ...sessionInput.shape,
});

export type EnrollInput = z.infer<typeof enrollInput>;
export type Enrollment = z.infer<typeof enrollOutput>;
export type ConfirmInput = z.infer<typeof confirmInput>;
export type DisableInput = z.infer<typeof disableInput>;
