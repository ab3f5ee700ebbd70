import type { MailContent } from "../../core/ports.ts";
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

/** To whoever has an account and tried to open another; it tells the owner what the answer on the screen did not. */
export function alreadyRegisteredMail(): MailContent {
  const title = "You have an account already";
  const body =
    "Somebody tried to open an account with this address. It has one: sign in, or ask for a new password if you forgot yours. If it was not you, you need do nothing.";
  return { subject: title, text: `${title}\n\n${body}\n`, html: page(title, html`<p>${body}</p>`) };
}
