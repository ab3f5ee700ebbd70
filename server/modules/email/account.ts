import type { MailContent } from "../../core/ports.ts";
import type { CredentialChange } from "../outbox/events.ts";
import { html } from "./html.ts";
import { page } from "./layout.ts";

/** What a mail carries: the token, and the storefront's page that takes it, where there is one. */
export interface Carried {
  token: string;
  link: string | undefined;
}

/** A mail whose point is a token: what it is for, the token or the link that holds it, and what to do if nobody asked. */
function tokenMail(title: string, purpose: string, { token, link }: Carried, otherwise: string): MailContent {
  const action = link ?? token;
  const shown = link === undefined ? html`<code>${token}</code>` : html`<a href="${link}">${link}</a>`;
  return {
    subject: title,
    text: `${title}\n\n${purpose}\n\n${action}\n\n${otherwise}\n`,
    html: page(
      title,
      html`<p>${purpose}</p>
<p>${shown}</p>
<p>${otherwise}</p>`,
    ),
    action,
  };
}

/** Proves that the reader has the mailbox. */
export function verificationMail(carried: Carried): MailContent {
  return tokenMail(
    "Confirm your e-mail address",
    "With this, which is good for 24 hours, you confirm that this address is yours:",
    carried,
    "If you did not open an account, you need do nothing.",
  );
}

export function passwordResetMail(carried: Carried): MailContent {
  return tokenMail(
    "Set a new password",
    "With this, which is good for 30 minutes and once, you set a new password:",
    carried,
    "If you did not ask for it, you need do nothing: your password stays as it is.",
  );
}

/** To whoever is asked to help to run the shop; whoever has an account already proves it by its password. */
export function staffInvitationMail(role: string, carried: Carried): MailContent {
  return tokenMail(
    "You are invited to run the shop",
    `With this, which is good for seven days and once, you join the staff as ${role}. If you have an account with this address, use its password; else choose a new one:`,
    carried,
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
  const body = `Somebody signed in to your account through ${provider}, which knows them by this address. From now on your account opens that way too. If it was not you, see to your account at ${provider} first, or it lets them in again. Then ask for a new password here: setting it takes this way in away and signs everybody out.`;
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
  "api-key-created": {
    title: "An API key was made with your account",
    body: "Whoever holds the key acts for the shop from now on, until it is revoked. If you did not make it, revoke it first: a new password does not.",
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
