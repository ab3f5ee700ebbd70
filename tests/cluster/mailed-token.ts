import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { simpleParser } from "mailparser";
import { eventually } from "../helpers/eventually.ts";

/** The token in an account's mail to that address, once some instance has written it into the folder that they share. */
export async function mailedToken(dataDir: string, email: string): Promise<string> {
  const folder = join(dataDir, "mail");
  const look = async () => {
    const names = existsSync(folder) ? readdirSync(folder) : [];
    for (const name of names.filter((each) => each.startsWith("account."))) {
      const mail = await simpleParser(readFileSync(join(folder, name)));
      if ([mail.to].flat().some((to) => to?.text === email)) return /^[\w-]{32}$/m.exec(mail.text ?? "")?.[0];
    }
    return undefined;
  };
  return (await eventually(look, (token) => token !== undefined)) ?? "";
}
