import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { StartError } from "../core/start-error.ts";

/**
 * A new password: asked for twice on a terminal, which does not show it; else the first line of standard input.
 * @throws StartError when the two differ, and when there is none: at the end of the input, and after Ctrl-C
 */
export async function askNewPassword(): Promise<string> {
  const { stdin: input, stderr } = process;
  const terminal = input.isTTY === true;
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: unseen, terminal });
  const typed = lines[Symbol.asyncIterator]();
  const read = async (question: string): Promise<string> => {
    if (terminal) stderr.write(question);
    const { value, done } = await typed.next();
    if (terminal) stderr.write("\n");
    if (done) throw new StartError("No password was given");
    return value;
  };
  try {
    const password = await read("Password: ");
    if (terminal && password !== (await read("Once more: ")))
      throw new StartError("The two passwords differ");
    return password;
  } finally {
    lines.close();
  }
}
