import type { SendMailOptions } from "nodemailer";
import type { Mail } from "../core/ports.ts";

/** Whom mail comes from. */
export interface Sender {
  name: string;
  address: string;
}

/**
 * A mail as nodemailer takes it. Addresses go in as objects, not as text in which a comma would begin another; what
 * stands in a header is encoded, so that no line break of it begins one.
 */
export function toMessage({ id, to, subject, text, html }: Mail, from: Sender): SendMailOptions {
  return {
    from: { ...from },
    to: { name: "", address: to },
    subject,
    text,
    html,
    messageId: `<${id}@${from.address.split("@").at(-1)}>`,
    headers: { "Auto-Submitted": "auto-generated" }, // no machine should answer, https://www.rfc-editor.org/rfc/rfc3834
    disableFileAccess: true,
    disableUrlAccess: true,
    xMailer: false,
  };
}
