import { sumOf } from "../../server/core/exact.ts";

const root = new URL("../..", import.meta.url).pathname;

export interface Process {
  /** Resolves once it has printed that. */
  said(text: string): Promise<void>;
  /** Ends its standard input, which those that are to begin together wait for. */
  go(): void;
  kill(): void;
  /** All that it printed, once it has ended. */
  ended: Promise<string>;
}

/** Starts one of the scripts in `processes/`. */
export function startProcess(name: string, ...args: string[]): Process {
  const child = Bun.spawn(["bun", `tests/helpers/processes/${name}.ts`, ...args], {
    cwd: root,
    stdin: "pipe",
    stdout: "pipe",
    stderr: "inherit",
  });
  let output = "";
  const listeners = new Set<() => void>();
  const ended = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of child.stdout) {
      output += decoder.decode(chunk, { stream: true });
      for (const listener of listeners) listener();
    }
    await child.exited;
    return output;
  })();
  const said = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const listen = () => output.includes(text) && resolve();
      listeners.add(listen);
      listen();
      ended.then(() => reject(new Error(`It ended without saying ${text}: ${output}`)));
    });
  return { said, go: () => void child.stdin.end(), kill: () => child.kill("SIGKILL"), ended };
}

/** Has several begin at the same time, once all are ready, and gives what each printed after that. */
async function runTogether(processes: readonly Process[]): Promise<string[]> {
  const ready = "ready\n";
  await Promise.all(processes.map(({ said }) => said(ready)));
  for (const { go } of processes) go();
  const printed = await Promise.all(processes.map(({ ended }) => ended));
  return printed.map((output) => output.slice(output.indexOf(ready) + ready.length));
}

/** Has two processes do a job at once, so many milliseconds from now, and sums how much of it they say was their own. */
export async function doTwice(url: string, job: string, ahead: number): Promise<number> {
  const processes = [1, 2].map(() => startProcess("run-job", url, job, String(ahead)));
  return sumOf((await runTogether(processes)).map(Number));
}
