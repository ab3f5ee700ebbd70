import { AppError } from "../core/errors.ts";
import { badRequest, Refusal } from "./refusal.ts";

/** In bytes. */
export const maxBodySize = 1024 * 1024;
const bodyDeadlineMs = 10_000;

/**
 * The request with its body read whole, so that nobody can send more than the limit or hold it open by trickling.
 * Only JSON passes: a page of another site can send forms and plain text unasked, but not JSON.
 */
export async function withJsonBody(request: Request): Promise<Request> {
  const type = request.headers.get("content-type")?.split(";", 1)[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    throw badRequest(415, "Content-Type", "Expected application/json");
  }
  const { url, method, headers, signal } = request;
  return new Request(url, { method, headers, signal, body: await readBody(request) });
}

async function readBody(request: Request): Promise<string> {
  const declared = request.headers.get("content-length");
  if (declared !== null && Number(declared) > maxBodySize) throw tooLarge();

  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(badRequest(408, "", "The body took too long")), bodyDeadlineMs);
  try {
    return await Promise.race([declared === null ? readCapped(request) : request.text(), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function readCapped(request: Request): Promise<string> {
  if (!request.body) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > maxBodySize) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function tooLarge(): Refusal {
  return new Refusal(413, new AppError("PAYLOAD_TOO_LARGE"));
}
