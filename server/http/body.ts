import { AppError } from "../core/errors.ts";
import { badRequest, Refusal } from "./refusal.ts";

/** In JSON: an escape that is not itself escaped. */
const escapedNul = /(?<!\\)(?:\\\\)*\\u0000/;

/** How large a body may be, in bytes, and how long it may take, in milliseconds. */
export interface BodyLimits {
  size: number;
  deadline: number;
}

const jsonLimits: BodyLimits = { size: 1024 * 1024, deadline: 10_000 };

/**
 * The request with its body read whole, so that nobody can send more than the limit or hold it open by trickling.
 * Only JSON passes: a page of another site can send forms and plain text unasked, but not JSON.
 */
export async function withJsonBody(request: Request, url: URL): Promise<Request> {
  const type = request.headers.get("content-type")?.split(";", 1)[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    throw badRequest(415, "Content-Type", "Expected application/json");
  }
  const { method, headers } = request;
  const body = (await readBody(request, jsonLimits)).toString();
  // SQLite stores text with it, and reads it back cut off there.
  if (escapedNul.test(body)) throw badRequest(400, "", "Text cannot hold the character U+0000");
  return new Request(url.href, { method, headers, body });
}

/** The body read whole. @throws Refusal of what is beyond the limits, without reading on, or ends early */
export async function readBody(
  { headers, body }: Request,
  { size, deadline }: BodyLimits,
): Promise<Buffer<ArrayBuffer>> {
  if (Number(headers.get("content-length")) > size) throw tooLarge();
  if (!body) return Buffer.alloc(0);

  const reader = body.getReader();
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(badRequest(408, "", "The body took too long")), deadline);
  try {
    return await Promise.race([readCapped(reader, size), late]);
  } catch (error) {
    reader.cancel().catch(() => {}); // nobody reads the rest
    throw error instanceof Refusal ? error : badRequest(400, "", "The body ended early");
  } finally {
    clearTimeout(timer);
  }
}

interface BodyReader {
  read(): Promise<{ done: boolean; value?: Uint8Array }>;
}

async function readCapped(reader: BodyReader, limit: number): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done || !value) return Buffer.concat(chunks);
    size += value.byteLength;
    if (size > limit) throw tooLarge();
    chunks.push(value);
  }
}

function tooLarge(): Refusal {
  return new Refusal(413, new AppError("PAYLOAD_TOO_LARGE"));
}
