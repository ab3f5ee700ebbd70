import { router } from "../../trpc/init.ts";
import { customerProcedure, publicProcedure } from "../../trpc/procedures.ts";
import { changePassword, listSessions, logout, me, revokeOtherSessions, revokeSession } from "./account.ts";
import { presentCustomer } from "./customers.ts";
import { login } from "./login.ts";
import { register } from "./register.ts";
import {
  changePasswordInput,
  credentialsInput,
  doneOutput,
  loginInput,
  loginOutput,
  meOutput,
  revokeSessionInput,
  sessionsOutput,
} from "./schema.ts";

export const authRouter = router({
  register: publicProcedure
    .input(credentialsInput)
    .output(doneOutput)
    .meta({
      summary: "Open an account; the answer is the same when the address has one",
      errors: ["RATE_LIMITED"],
      idempotency: "none",
    })
    .mutation(({ ctx, input }) => register(ctx, input)),

  login: publicProcedure
    .input(loginInput)
    .output(loginOutput)
    .meta({
      summary: "Sign in, by a cookie or a token",
      errors: ["INVALID_CREDENTIALS", "RATE_LIMITED"],
      idempotency: "none",
    })
    .mutation(async ({ ctx, input }) => {
      const { customer, token } = await login(ctx, input);
      if (input.session === "cookie") ctx.setSessionCookie(token);
      return { customer: presentCustomer(customer), token: input.session === "token" ? token : null };
    }),

  logout: publicProcedure
    .output(doneOutput)
    .meta({ summary: "Sign this device out", errors: [], idempotency: "none" })
    .mutation(({ ctx }) => {
      ctx.setSessionCookie(null);
      return logout(ctx);
    }),

  me: publicProcedure
    .output(meOutput)
    .meta({ summary: "Who is signed in; null for nobody", errors: [] })
    .query(({ ctx }) => me(ctx)),

  changePassword: customerProcedure
    .input(changePasswordInput)
    .output(doneOutput)
    .meta({
      summary: "Set a new password and sign every other device out",
      errors: ["UNAUTHENTICATED", "INVALID_CREDENTIALS", "RATE_LIMITED"],
      idempotency: "none",
    })
    .mutation(({ ctx, input }) => changePassword(ctx, input)),

  sessions: customerProcedure
    .output(sessionsOutput)
    .meta({ summary: "The devices that are signed in", errors: ["UNAUTHENTICATED"] })
    .query(({ ctx }) => listSessions(ctx)),

  revokeSession: customerProcedure
    .input(revokeSessionInput)
    .output(doneOutput)
    .meta({ summary: "Sign one device out", errors: ["UNAUTHENTICATED", "NOT_FOUND"] })
    .mutation(({ ctx, input }) => revokeSession(ctx, input)),

  revokeOtherSessions: customerProcedure
    .output(doneOutput)
    .meta({ summary: "Sign every other device out", errors: ["UNAUTHENTICATED"] })
    .mutation(({ ctx }) => revokeOtherSessions(ctx)),
});
