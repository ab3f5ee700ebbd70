import { z } from "zod";
import type { Exchange } from "./connection.ts";

const envelope = z.object({ result: z.object({ data: z.object({ json: z.unknown() }) }) });

export function queryPath(procedure: string, input: unknown): string {
  return `/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;
}

export function query(procedure: string, input: unknown): Uint8Array {
  return get(queryPath(procedure, input));
}

let asked = 0;

/** A query that no two ask alike, so that no answer made before can be given again. */
export function uncached(procedure: string, input: unknown): Uint8Array {
  return get(`${queryPath(procedure, input)}&asked=${asked++}`);
}

const get = (path: string) => Buffer.from(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);

/** A mutation as the client package sends it, with a key of its own. */
export function mutation(procedure: string, input: unknown): Uint8Array {
  const body = JSON.stringify({ json: input });
  return Buffer.from(
    `POST /trpc/${procedure} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n` +
      `Idempotency-Key: ${crypto.randomUUID()}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** Sends a request and gives the fields of its answer that `data` names. @throws when it is not a success of that shape */
export async function ask<Data>(
  exchange: Exchange,
  request: Uint8Array,
  data: z.ZodType<Data>,
): Promise<Data> {
  const { status, body } = await exchange(request);
  if (status !== 200) throw new Error(`HTTP ${status}: ${body}`);
  return data.parse(envelope.parse(JSON.parse(body.toString())).result.data.json);
}
