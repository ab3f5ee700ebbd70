import { startServer } from "../../helpers/server-process.ts";
import type { Sqld } from "../../helpers/sqld.ts";
import { temporaryPath } from "../../helpers/temporary.ts";

/** The processes that a shop is made of. */
export interface Stage {
  /** Of the shop. */
  url: string;
  env: Record<string, string> & { DATABASE_URL: string; DATA_DIR: string };
  /** Kills one of them and starts it again. What has to happen `meanwhile`, happens at the latest when it is there again. */
  crash(meanwhile: () => Promise<void>): Promise<void>;
  /** What the shop's server has printed. */
  output(): string;
  /** Ends the shop's server when nobody asks it anything. */
  end(): Promise<void>;
}

const envOf = (databaseUrl: string) => ({
  DATABASE_URL: databaseUrl,
  DATA_DIR: temporaryPath("data"),
  LOG_LEVEL: "error",
});

/** A shop over a file, whose server is killed. */
export async function startShopStage(databaseUrl: string): Promise<Stage> {
  const env = envOf(databaseUrl);
  let server = await startServer(env);
  const { url } = server;
  return {
    url,
    env,
    async crash(meanwhile) {
      await server.stop("SIGKILL");
      await meanwhile();
      server = await startServer({ ...env, PORT: new URL(url).port });
    },
    output: () => server.output(),
    end: async () => void (await server.stop("SIGTERM")),
  };
}

/** A shop over a database server, which is killed. */
export async function startDatabaseStage(sqld: Sqld): Promise<Stage> {
  const env = envOf(sqld.url);
  const server = await startServer(env);
  return {
    url: server.url,
    env,
    async crash(meanwhile) {
      await sqld.stop();
      await sqld.start();
      await meanwhile();
    },
    output: () => server.output(),
    end: async () => void (await server.stop("SIGTERM")),
  };
}
