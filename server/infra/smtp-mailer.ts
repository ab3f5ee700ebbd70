import type { Mailer } from "../core/ports.ts";
import { type Sender, toMessage } from "./mail-message.ts";

/** In milliseconds: a server that moves nothing for so long is not there. */
const silenceMs = 15_000;

/** In milliseconds: one mail takes no longer, so that whoever sends it can tell a slow server from a dead sender. */
const sendMs = 45_000;

/** Sends through a mail server: `smtps://`, or `smtp://` with STARTTLS, which is a must where there is a password to tell. */
export function createSmtpMailer(url: string, from: Sender): Mailer {
  let transport: ReturnType<typeof connect> | undefined;
  return {
    async send(mail) {
      transport ??= connect(url);
      await (await transport).sendMail({ ...toMessage(mail, from), signal: AbortSignal.timeout(sendMs) });
    },
  };
}

/** The library comes in with the first mail: it would be a fifth of the time that the server takes to start. */
async function connect(url: string) {
  const { createTransport } = await import("nodemailer");
  return createTransport({
    url,
    requireTLS: new URL(url).username !== "",
    connectionTimeout: silenceMs,
    greetingTimeout: silenceMs,
    socketTimeout: silenceMs,
    dnsTimeout: silenceMs,
  });
}
