export interface Ran {
  ok: boolean;
  text: string;
  /** What it kept a processor busy for. */
  seconds: number;
}

/** Runs a command in a folder, and gives all that it said. */
export async function runCommand(command: readonly string[], cwd: string): Promise<Ran> {
  const child = Bun.spawn([...command], { cwd, stdin: "ignore", stdout: "pipe", stderr: "pipe" });
  const [out, err] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  const ok = (await child.exited) === 0;
  const microseconds = Number(child.resourceUsage()?.cpuTime.total ?? 0);
  return { ok, text: `${out}${err}`.trim(), seconds: microseconds / 1e6 };
}

/** The same for what has to go well. @throws Error with what the command said */
export async function mustRun(command: readonly string[], cwd: string): Promise<Ran> {
  const ran = await runCommand(command, cwd);
  if (!ran.ok) throw new Error(`${command.join(" ")} failed:\n${ran.text}`);
  return ran;
}
