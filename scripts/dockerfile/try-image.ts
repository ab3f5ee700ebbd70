import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { enter, type Image } from "./build-stage.ts";

/** In milliseconds: a server that takes longer to open is broken. */
const patience = 30_000;

/** What was seen of an image's server, from its start to its end. */
export interface Trial {
  /** Until it answered, in milliseconds. */
  startedIn: number;
  stoppedIn: number;
}

/** Starts what an image runs, asks whether it is well, and stops it. @throws Error of what is not as it should be */
export async function tryImage({
  root,
  folder,
  variables,
  user,
  ports,
  stopSignal,
  words,
}: Image): Promise<Trial> {
  const [port] = ports;
  if (port === undefined) throw new Error("EXPOSE names no port");
  if (user === "root") throw new Error("It runs as root");
  const started = performance.now();
  const argv = enter({ root, user, variables }, ["env", "-C", folder, ...words]);
  const server = Bun.spawn(argv, { stdout: "pipe", stderr: "inherit" });
  try {
    await untilAnswered(`http://127.0.0.1:${port}/healthz`, server);
    const startedIn = performance.now() - started;
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`);
    if (ready.status !== 200) throw new Error(`/readyz: ${ready.status}`);
    assertOwn(server.pid, join(root, variables["DATA_DIR"] ?? folder, "bodega.db"));

    const asked = performance.now();
    server.kill(signalOf(stopSignal));
    const code = await server.exited;
    if (code !== 0) throw new Error(`${stopSignal}: it ended with ${code}`);
    return { startedIn, stoppedIn: performance.now() - asked };
  } finally {
    server.kill("SIGKILL");
  }
}

async function untilAnswered(url: string, server: Bun.Subprocess): Promise<void> {
  const deadline = performance.now() + patience;
  while (performance.now() < deadline) {
    if (server.exitCode !== null) throw new Error(`It ended with ${server.exitCode} before it answered`);
    const response = await fetch(url).catch(() => undefined);
    if (response?.status === 200) return;
    await Bun.sleep(5);
  }
  throw new Error(`${url} did not answer within ${patience} ms`);
}

/** The process itself is no longer root's, and what it wrote is its own. */
function assertOwn(pid: number, database: string): void {
  const uid = Number(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
  if (!(uid > 0)) throw new Error(`The server runs with user id ${uid}`);
  if (!existsSync(database)) throw new Error(`There is no ${database}`);
  if (statSync(database).uid !== uid) throw new Error(`${database} is somebody else's`);
}

function signalOf(name: string): "SIGTERM" | "SIGINT" {
  if (name === "SIGTERM" || name === "SIGINT") return name;
  throw new Error(`STOPSIGNAL ${name}: the server does not know it`);
}
