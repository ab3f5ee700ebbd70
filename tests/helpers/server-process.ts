import { temporaryPath } from "./temporary.ts";

const root = new URL("../..", import.meta.url).pathname;

export interface ServerProcess {
  url: string;
  pid: number;
  /** Everything it has printed so far. */
  output(): string;
  stop(signal: NodeJS.Signals): Promise<number>;
}

/** Starts the server as a person would, on a free port and an empty store unless told otherwise, and waits until it is open. */
export function startServer(env: Record<string, string> = {}): Promise<ServerProcess> {
  return opened(
    spawnServer({ PORT: "0", DATA_DIR: temporaryPath("data"), BODEGA_SAMPLE_DATA: "false", ...env }),
  );
}

/** Starts the executable in a folder, with nothing of this environment but what is given, and waits until it is open. */
export function startExecutable(
  path: string,
  { cwd, env }: { cwd: string; env: Record<string, string> },
): Promise<ServerProcess> {
  return opened(track(Bun.spawn([path, "serve"], { cwd, env, stdout: "pipe", stderr: "pipe" })));
}

type Child = Bun.Subprocess<"ignore", "pipe", "pipe">;

async function opened(child: Child): Promise<ServerProcess> {
  const decoder = new TextDecoder();
  let output = "";
  const { promise: said, resolve } = Promise.withResolvers<string>();
  const reading = (async () => {
    for await (const chunk of child.stdout) {
      output += decoder.decode(chunk, { stream: true });
      const url = /(?:open on |"url":")([^\s"]+)/.exec(output)?.[1]; // as a person or, in production, a log reads it
      if (url) resolve(url);
    }
  })();
  const failed = child.exited.then(async (code) => {
    throw new Error(`The server ended with ${code}: ${await new Response(child.stderr).text()}`);
  });
  const url = await Promise.race([said, failed]);
  failed.catch(() => {}); // from now on it may end
  return {
    url,
    pid: child.pid,
    output: () => output,
    async stop(signal) {
      child.kill(signal);
      await reading;
      return child.exited;
    },
  };
}

/** Starts the server where it cannot start, and gives what it said and how it ended. */
export async function failToStart(env: Record<string, string>): Promise<{ code: number; error: string }> {
  const child = spawnServer({ DATA_DIR: temporaryPath("data"), ...env });
  return { error: await new Response(child.stderr).text(), code: await child.exited };
}

const running = new Set<Bun.Subprocess>();

// A test that fails does not come to stopping what it started.
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

function spawnServer(env: Record<string, string>) {
  const child = Bun.spawn(["bun", "server/bodega.ts", "serve"], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "development", DRAIN_DELAY: "0", ...env },
    stdout: "pipe",
    stderr: "pipe",
  });
  return track(child);
}

function track(child: Child): Child {
  running.add(child);
  child.exited.then(() => running.delete(child));
  return child;
}
