import { join } from "node:path";
import { type Server, startProgram } from "./child-process.ts";
import type { Answer } from "./connection.ts";

/** What `bare-server-process.ts` is told to answer to a path. */
export interface FixedAnswer {
  path: string;
  status: number;
  headers: [name: string, value: string][];
  body: string;
}

/** Starts a bare Bun.serve that answers each path with those bytes: the most this runtime can do for them. */
export async function startBareServer(
  answers: ReadonlyMap<string, Answer>,
  directory: string,
): Promise<Server> {
  const file = join(directory, "answers.json");
  const fixed = [...answers].map(([path, { status, head, body }]): FixedAnswer => {
    return { path, status, headers: headersOf(head), body: body.toString() };
  });
  await Bun.write(file, JSON.stringify(fixed));
  return startProgram([process.execPath, join(import.meta.dirname, "bare-server-process.ts"), file], {
    probe: "/",
    env: {},
  });
}

/** Those that Bun does not write by itself. */
function headersOf(head: string): FixedAnswer["headers"] {
  const own = new Set(["content-length", "date", "connection"]);
  return head
    .split("\r\n")
    .slice(1)
    .map((line): [string, string] => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    })
    .filter(([name]) => !own.has(name));
}
