import { mintInvitationToken } from "../modules/auth/staff/invitation-tokens.ts";
import { staffInvitationMail } from "../modules/email/account.ts";
import { linkTo } from "../modules/email/links.ts";
import type { JobContext } from "./context.ts";

/** Mails the token of an invitation; none of one that was accepted, withdrawn or has grown too old meanwhile. */
export async function sendStaffInvitation(
  ctx: JobContext,
  { invitationId }: { invitationId: string },
): Promise<void> {
  const invited = await mintInvitationToken(ctx, invitationId);
  if (!invited) return;
  const { token } = invited;
  // Each attempt makes a token of its own, and so a mail of its own.
  await ctx.mailer.send({
    id: `staff.${crypto.randomUUID()}`,
    to: invited.email,
    ...staffInvitationMail(invited.role, { token, link: linkTo(ctx.storefrontUrl, "join-staff", { token }) }),
  });
}
