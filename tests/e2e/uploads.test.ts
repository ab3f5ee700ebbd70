import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { openDatabase } from "../../db/client.ts";
import { newDatabaseUrl } from "../helpers/database.ts";
import { newKey } from "../helpers/keys.ts";
import { newPhotograph } from "../helpers/pictures.ts";
import { startServer } from "../helpers/server-process.ts";
import { temporaryPath } from "../helpers/temporary.ts";

test("a server takes a picture, keeps it over a restart and reads nothing that is too large", async () => {
  const databaseUrl = await newDatabaseUrl();
  const { client, db } = openDatabase({ url: databaseUrl });
  const key = await newKey(db, ["catalog:write"]);
  client.close();
  const DATA_DIR = temporaryPath("data");
  const env = { DATA_DIR, DATABASE_URL: databaseUrl };

  const first = await startServer(env);
  expect(existsSync(`${DATA_DIR}/media`)).toBe(false);
  const headers = { authorization: `Bearer ${key}`, "content-type": "image/jpeg" };
  const body = await newPhotograph({ width: 2000, height: 1500 });
  const response = await fetch(`${first.url}/uploads/images`, { method: "POST", headers, body });
  expect(response.status).toBe(201);
  // Sound: the status says that it is one.
  const { url } = (await response.json()) as { url: string };
  expect(url).toStartWith(`${first.url}/media/`);
  const seen = await (await fetch(url)).bytes();

  const { hostname, port } = new URL(first.url);
  const refusalOf = async (size: number) => {
    const socket = connect(Number(port), hostname);
    const lines = Object.entries({ host: hostname, ...headers, "content-length": size });
    socket.write(
      `POST /uploads/images HTTP/1.1\r\n${lines.map((line) => line.join(": ")).join("\r\n")}\r\n\r\n`,
    );
    for await (const chunk of socket) return String(chunk).split("\r\n")[0];
    return undefined;
  };
  for (const megabytes of [21, 100]) {
    expect(await refusalOf(megabytes * 1024 * 1024)).toStartWith("HTTP/1.1 413");
  }
  expect(await first.stop("SIGTERM")).toBe(0);

  const second = await startServer(env);
  const again = await fetch(`${second.url}${new URL(url).pathname}`);
  expect(await again.bytes()).toEqual(seen);
  await second.stop("SIGTERM");
});
