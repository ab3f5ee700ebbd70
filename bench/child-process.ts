import type { Subprocess } from "bun";

export interface Server {
  pid: number;
  port: number;
  /** From the start of the process to its first good answer. */
  millisecondsToAnswer: number;
  stop(): Promise<void>;
}

const running = new Set<Subprocess>();

/** In milliseconds. */
const startDeadline = 10_000;
const pauseBetweenProbes = 1;

// However this process ends, it leaves none of its own behind.
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(130));

/** Starts a program that serves on `PORT` and waits until it answers `probe` with a success. */
export async function startProgram(
  command: string[],
  { probe, env }: { probe: string; env: Record<string, string> },
): Promise<Server> {
  const port = freePort();
  const started = performance.now();
  const child = Bun.spawn(command, {
    env: { PATH: process.env["PATH"], ...env, HOST: "127.0.0.1", PORT: String(port) },
    stdout: "ignore",
    stderr: "inherit",
  });
  running.add(child);
  while (!(await answers(`http://127.0.0.1:${port}${probe}`))) {
    const ended = child.exitCode ?? child.signalCode;
    if (ended !== null) throw new Error(`${command.join(" ")} ended with ${ended}`);
    if (performance.now() - started > startDeadline) throw new Error(`${command.join(" ")} does not answer`);
    await Bun.sleep(pauseBetweenProbes);
  }
  const millisecondsToAnswer = performance.now() - started;
  const stop = async () => {
    child.kill("SIGTERM");
    await child.exited;
    running.delete(child);
  };
  return { pid: child.pid, port, millisecondsToAnswer, stop };
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(startDeadline) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

function freePort(): number {
  const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  listener.stop(true);
  return listener.port;
}
