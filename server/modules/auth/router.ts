import { router } from "../../trpc/init.ts";
import { customerProcedure, factorProcedure, publicProcedure, publicQuery } from "../../trpc/procedures.ts";
import { mintAccessToken } from "./access-token.ts";
import { changePassword, listSessions, logout, me, revokeOtherSessions, revokeSession } from "./account.ts";
import { login } from "./login.ts";
import { answerChallenge } from "./mfa/answer-challenge.ts";
import { confirm } from "./mfa/confirm.ts";
import { disable } from "./mfa/disable.ts";
import { enroll } from "./mfa/enroll.ts";
import {
  challengeInput,
  confirmInput,
  confirmOutput,
  disableInput,
  enrollInput,
  enrollOutput,
} from "./mfa/schema.ts";
import { listIdentities, unlinkIdentity } from "./oauth/identities.ts";
import { listProviders } from "./oauth/list-providers.ts";
import { identitiesOutput, providersOutput, unlinkInput } from "./oauth/schema.ts";
import { register } from "./register.ts";
import { requestPasswordReset, resetPassword } from "./reset-password.ts";
import {
  accessTokenInput,
  accessTokenOutput,
  changePasswordInput,
  credentialsInput,
  doneOutput,
  emailOnlyInput,
  loginInput,
  loginOutput,
  meOutput,
  resetPasswordInput,
  revokeSessionInput,
  sessionsOutput,
  verifyEmailInput,
} from "./schema.ts";
import { handOver, handOverToken } from "./sign-in.ts";
import { acceptInvitation } from "./staff/accept-invitation.ts";
import { acceptInvitationInput } from "./staff/schema.ts";
import { resendVerification, verifyEmail } from "./verify-email.ts";

export const authRouter = router({
  register: publicProcedure
    .input(credentialsInput)
    .output(doneOutput)
    .meta({
      summary: "Open an account; the answer is the same when the address has one",
      errors: ["RATE_LIMITED"],
      idempotency: "none",
      rest: "POST /auth/register",
    })
    .mutation(({ ctx, input }) => register(ctx, input)),

  login: publicProcedure
    .input(loginInput)
    .output(loginOutput)
    .meta({
      summary: "Sign in, by a cookie or a token",
      errors: ["INVALID_CREDENTIALS", "MFA_REQUIRED", "RATE_LIMITED"],
      idempotency: "none",
      rest: "POST /auth/login",
    })
    .mutation(async ({ ctx, input }) => handOver(ctx, await login(ctx, input), input.session)),

  logout: publicProcedure
    .output(doneOutput)
    .meta({ summary: "Sign this device out", errors: [], idempotency: "none", rest: "POST /auth/logout" })
    .mutation(({ ctx }) => {
      ctx.setSessionCookie(null);
      return logout(ctx);
    }),

  me: publicQuery
    .output(meOutput)
    .meta({ summary: "Who is signed in; null for nobody", errors: [], rest: "GET /auth/me" })
    .query(({ ctx }) => me(ctx)),

  changePassword: customerProcedure
    .input(changePasswordInput)
    .output(loginOutput)
    .meta({
      summary: "Set a new password, sign every device out and this one in anew",
      errors: ["INVALID_CREDENTIALS", "RATE_LIMITED"],
      idempotency: "none",
      rest: "PUT /auth/password",
    })
    .mutation(async ({ ctx, input }) => handOver(ctx, await changePassword(ctx, input), input.session)),

  sessions: customerProcedure
    .output(sessionsOutput)
    .meta({ summary: "The devices that are signed in", errors: [], rest: "GET /auth/sessions" })
    .query(({ ctx }) => listSessions(ctx)),

  revokeSession: customerProcedure
    .input(revokeSessionInput)
    .output(doneOutput)
    .meta({
      summary: "Sign one device out",
      errors: ["NOT_FOUND"],
      rest: "DELETE /auth/sessions/{sessionId}",
    })
    .mutation(({ ctx, input }) => revokeSession(ctx, input)),

  revokeOtherSessions: customerProcedure
    .output(doneOutput)
    .meta({ summary: "Sign every other device out", errors: [], rest: "DELETE /auth/sessions" })
    .mutation(({ ctx }) => revokeOtherSessions(ctx)),

  verifyEmail: publicProcedure
    .input(verifyEmailInput)
    .output(doneOutput)
    .meta({
      summary: "Prove that the account and its address are one's own, by password and mailed token",
      errors: ["TOKEN_EXPIRED", "INVALID_CREDENTIALS", "RATE_LIMITED"],
      idempotency: "none",
      rest: "POST /auth/verify-email",
    })
    .mutation(({ ctx, input }) => verifyEmail(ctx, input)),

  resendVerification: publicProcedure
    .input(emailOnlyInput)
    .output(doneOutput)
    .meta({
      summary: "Mail the token that verifies an address once more; the answer is the same without an account",
      errors: ["RATE_LIMITED"],
      idempotency: "none",
      rest: "POST /auth/resend-verification",
    })
    .mutation(({ ctx, input }) => resendVerification(ctx, input)),

  requestPasswordReset: publicProcedure
    .input(emailOnlyInput)
    .output(doneOutput)
    .meta({
      summary: "Mail a token to set a new password with; the answer is the same without an account",
      errors: ["RATE_LIMITED"],
      idempotency: "none",
      rest: "POST /auth/request-password-reset",
    })
    .mutation(({ ctx, input }) => requestPasswordReset(ctx, input)),

  resetPassword: publicProcedure
    .input(resetPasswordInput)
    .output(doneOutput)
    .meta({
      summary: "Set a new password by the token that was mailed, and sign every device out",
      errors: ["TOKEN_EXPIRED", "RATE_LIMITED"],
      idempotency: "none",
      rest: "POST /auth/reset-password",
    })
    .mutation(({ ctx, input }) => resetPassword(ctx, input)),

  acceptInvitation: publicProcedure
    .input(acceptInvitationInput)
    .output(doneOutput)
    .meta({
      summary: "Join the staff by the token that was mailed, with an account's password or for a new account",
      errors: ["TOKEN_EXPIRED", "INVALID_CREDENTIALS", "RATE_LIMITED"],
      idempotency: "none",
      rest: "POST /auth/accept-invitation",
    })
    .mutation(({ ctx, input }) => acceptInvitation(ctx, input)),

  accessToken: factorProcedure
    .input(accessTokenInput)
    .output(accessTokenOutput)
    .meta({
      summary: "A token of ten minutes by which other services know the customer",
      errors: ["MFA_ENROLLMENT_REQUIRED"],
      idempotency: "none",
      rest: "POST /auth/access-token",
    })
    .mutation(({ ctx, input }) => mintAccessToken(ctx, input)),

  oauth: router({
    providers: publicQuery
      .output(providersOutput)
      .meta({
        summary: "Those through whom customers can sign in, by a link in the browser",
        errors: [],
        rest: "GET /auth/providers",
      })
      .query(({ ctx }) => listProviders(ctx)),

    identities: customerProcedure
      .output(identitiesOutput)
      .meta({
        summary: "Through whom else the customer can sign in, the oldest first",
        errors: [],
        rest: "GET /auth/identities",
      })
      .query(({ ctx }) => listIdentities(ctx)),

    unlink: customerProcedure
      .input(unlinkInput)
      .output(doneOutput)
      .meta({
        summary:
          "Take the link to a provider away and sign every other device out; needs an account with a password",
        errors: ["NOT_FOUND", "CONFLICT"],
        rest: "DELETE /auth/identities/{provider}",
      })
      .mutation(({ ctx, input }) => unlinkIdentity(ctx, input)),
  }),

  mfa: router({
    enroll: customerProcedure
      .input(enrollInput)
      .output(enrollOutput)
      .meta({
        summary: "Make a secret for an authenticator app, which `confirm` puts to use",
        errors: ["INVALID_CREDENTIALS", "RATE_LIMITED", "CONFLICT"],
        idempotency: "none",
        rest: "POST /auth/mfa/enroll",
      })
      .mutation(({ ctx, input }) => enroll(ctx, input)),

    confirm: customerProcedure
      .input(confirmInput)
      .output(confirmOutput)
      .meta({
        summary:
          "Ask for the app's code at every sign-in from now on, sign every device out and this one in anew",
        errors: ["NOT_FOUND", "INVALID_CREDENTIALS", "RATE_LIMITED"],
        idempotency: "none",
        rest: "POST /auth/mfa/confirm",
      })
      .mutation(async ({ ctx, input }) => {
        const { recoveryCodes, token } = await confirm(ctx, input);
        return { recoveryCodes, token: handOverToken(ctx, token, input.session) };
      }),

    disable: customerProcedure
      .input(disableInput)
      .output(doneOutput)
      .meta({
        summary: "Sign in by the password alone again",
        errors: ["NOT_FOUND", "INVALID_CREDENTIALS", "RATE_LIMITED"],
        idempotency: "none",
        rest: "POST /auth/mfa/disable",
      })
      .mutation(({ ctx, input }) => disable(ctx, input)),

    challenge: publicProcedure
      .input(challengeInput)
      .output(loginOutput)
      .meta({
        summary: "Sign in with the second factor that `login` asked for by MFA_REQUIRED",
        errors: ["TOKEN_EXPIRED", "INVALID_CREDENTIALS", "RATE_LIMITED"],
        idempotency: "none",
        rest: "POST /auth/mfa/challenge",
      })
      .mutation(async ({ ctx, input }) => handOver(ctx, await answerChallenge(ctx, input), input.session)),
  }),
});
