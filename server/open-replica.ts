import { join } from "node:path";
import type { Client } from "@libsql/client";
import { createProbe } from "../db/remote/probe.ts";
import { Replica } from "../db/replica/replica.ts";
import { isExecutable } from "./commands/command-line.ts";
import type { Logger } from "./core/ports.ts";
import type { Env } from "./env.ts";

/** What runs the process that keeps it: this program, by itself or with what runs it. */
const command = isExecutable
  ? [process.execPath, "replicate"]
  : [process.execPath, join(import.meta.dirname, "bodega.ts"), "replicate"];

type Where = Pick<Env, "databaseUrl" | "databaseAuthToken" | "replicaPath">;

interface Surroundings {
  logger: Logger;
  observed?: ((client: Client) => Client) | undefined;
}

/** Undefined where the environment names none. It copies, and goes on copying, by itself. */
export function openReplica(
  { databaseUrl: url, databaseAuthToken: authToken, replicaPath: path }: Where,
  { logger, observed }: Surroundings,
): Replica | undefined {
  if (path === undefined) return undefined;
  const primaryAnswers = createProbe({ url, authToken });
  return new Replica({ path, url, authToken, command, primaryAnswers, log: logger, observed });
}
