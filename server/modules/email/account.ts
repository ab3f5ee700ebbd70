import type { MailContent } from "../../core/ports.ts";
import type { CredentialChange } from "../outbox/events.ts";
import { html } from "./html.ts";
import { page } from "./layout.ts";

/** A mail whose point is a token: what it is for, the token, and what to do if nobody asked for it. */
function tokenMail(title: string, purpose: string, token: string, otherwise: string): MailContent {
  return {
    subject: title,
    text: `${title}\n\n${purpose}\n\n${token}\n\n${otherwise}\n`,
    html: page(
      title,
      html`<p>${purpose}</p>
<p><code>${token}</code></p>
<p>${otherwise}</p>`,
    ),
  };
}

/** Proves that the reader has the mailbox. No link: where a token is typed in is the frontend's to say. */
export function verificationMail(token: string): MailContent {
  return tokenMail(
    "Confirm your e-mail address",
    "With this token, which is good for 24 hours, you confirm that this address is yours:",
    token,
    "If you did not open an account, you need do nothing.",
  );
}

export function passwordResetMail(token: string): MailContent {
  return tokenMail(
    "Set a new password",
    "With this token, which is good for 30 minutes and once, you set a new password:",
    token,
    "If you did not ask for it, you need do nothing: your password stays as it is.",
  );
}

/** To whoever is asked to help to run the shop; whoever has an account already proves it by its password. */
export function staffInvitationMail(role: string, token: string): MailContent {
  return tokenMail(
    "You are invited to run the shop",
    `With this token, which is good for seven days and once, you join the staff as ${role}. If you have an account with this address, use its password; else choose a new one:`,
    token,
    "If you do not know what this is about, you need do nothing.",
  );
}

/** To whoever has an account and tried to open another; it tells the owner what the answer on the screen did not. */
export function alreadyRegisteredMail(): MailContent {
  const title = "You have an account already";
  const body =
    "Somebody tried to open an account with this address. It has one: sign in, or ask for a new password if you forgot yours. If it was not you, you need do nothing.";
  return { subject: title, text: `${title}\n\n${body}\n`, html: page(title, html`<p>${body}</p>`) };
}

/** To whoever has an account that somebody signed in to through a provider for the first time. */
export function identityLinkedMail(provider: string): MailContent {
  const title = `You can sign in through ${provider}`;
  const body = `Somebody signed in to your account through ${provider}, which knows them by this address. From now on your account opens that way too. If it was not you, see to your account at ${provider} first, then set a new password here and tell us.`;
  return { subject: title, text: `${title}\n\n${body}\n`, html: page(title, html`<p>${body}</p>`) };
}

const changes: Record<CredentialChange, { title: string; body: string }> = {
  password: {
    title: "Your password was changed",
    body: "Your account has a new password, and every other device was signed out.",
  },
  "second-factor-added": {
    title: "An authenticator app was added to your account",
    body: "From now on, signing in takes a code of the app beside the password.",
  },
  "second-factor-removed": {
    title: "The authenticator app was removed from your account",
    body: "From now on, the password alone is enough to sign in.",
  },
};

/** To the owner of an account after what lets somebody in has changed. */
export function credentialsChangedMail(change: CredentialChange): MailContent {
  const { title, body } = changes[change];
  const advice =
    "If it was you, you need do nothing. If it was not, ask for a new password at once, which signs everybody out, and write to the shop.";
  return {
    subject: title,
    text: `${title}\n\n${body}\n\n${advice}\n`,
    html: page(
      title,
      html`<p>${body}</p>
<p>${advice}</p>`,
    ),
  };
}
