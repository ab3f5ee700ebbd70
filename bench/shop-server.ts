import { executable } from "../scripts/build/index.ts";
import { type Server, startProgram } from "./child-process.ts";

/** Starts the executable, as it runs in production, on a database of the run. */
export function startShop(
  databaseUrl: string,
  { probe = "/readyz", env: more = {} }: { probe?: string; env?: Record<string, string> } = {},
): Promise<Server> {
  const env = {
    NODE_ENV: "production",
    LOG_LEVEL: "warn",
    DATABASE_URL: databaseUrl,
    BODEGA_SAMPLE_DATA: "false",
    DRAIN_DELAY: "0",
    ...more,
  };
  return startProgram([executable, "serve"], { probe, env });
}

/** Milliseconds from starting the process to its first page of products, once for each start. */
export async function measureStarts(databaseUrl: string, probe: string, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let start = 0; start < count; start++) {
    const server = await startShop(databaseUrl, { probe });
    await server.stop();
    times.push(server.millisecondsToAnswer);
  }
  return times;
}
