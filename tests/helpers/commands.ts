import { temporaryPath } from "./temporary.ts";

const root = new URL("../..", import.meta.url).pathname;

export interface Ended {
  code: number;
  output: string;
  error: string;
}

/** Starts a command as a person would. */
export function startCommand(name: string, args: string[], env: Record<string, string> = {}) {
  return Bun.spawn(["bun", "server/bodega.ts", name, ...args], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "development", DATA_DIR: temporaryPath("data"), ...env },
    stdout: "pipe",
    stderr: "pipe",
  });
}

/** Runs it and gives what it said and how it ended. */
export async function runCommand(...started: Parameters<typeof startCommand>): Promise<Ended> {
  const child = startCommand(...started);
  const [output, error] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  return { code: await child.exited, output, error };
}
