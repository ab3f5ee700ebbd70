import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Logger, Mailer } from "../core/ports.ts";
import { type Sender, toMessage } from "./mail-message.ts";

interface Told {
  logger: Logger;
  /** Whether the log tells what a mail asks its reader to open or to type: for developers, who have no mailbox here. */
  tellsActions: boolean;
}

/** Writes each mail into a folder as an .eml file that any mail program opens; the same mail twice is one file. */
export function createFileMailer(folder: string, from: Sender, { logger, tellsActions }: Told): Mailer {
  let composer: ReturnType<typeof loadComposer> | undefined;
  return {
    async send(mail) {
      composer ??= loadComposer();
      const { message } = await (await composer).sendMail(toMessage(mail, from));
      const path = join(folder, `${mail.id.replaceAll(/[^\w.-]/g, "_")}.eml`);
      // For the owner alone: mails hold keys to orders and accounts.
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(path, message, { mode: 0o600 });
      const { subject, action } = mail;
      if (tellsActions && action !== undefined)
        logger.warn({ subject, action, path }, "a mail went to a file");
      else logger.info({ path }, "wrote a mail");
    },
  };
}

/** The library comes in with the first mail: it would be a fifth of the time that the server takes to start. */
async function loadComposer() {
  const { createTransport } = await import("nodemailer");
  return createTransport({ streamTransport: true, buffer: true, newline: "windows" });
}
