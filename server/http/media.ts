import { AppError } from "../core/errors.ts";
import type { Deps } from "../deps.ts";
import { Refusal } from "./refusal.ts";

/** Answers with a file of the shop's own store. Its name is made of what is in it, which is why it never changes. */
export async function serveMedia(request: Request, key: string, { media }: Deps): Promise<Response> {
  const file = await media.get?.(key);
  if (!file) throw new Refusal(404, new AppError("NOT_FOUND"));
  const etag = `"${key}"`;
  const headers = { etag, "cache-control": "public, max-age=31536000, immutable" };
  if (knows(request.headers.get("if-none-match"), etag)) return new Response(null, { status: 304, headers });
  return new Response(file, { headers: { ...headers, "content-type": file.type } });
}

/** Whether the client has it already. */
function knows(ifNoneMatch: string | null, etag: string): boolean {
  const known = (ifNoneMatch ?? "").split(",").map((each) => each.trim().replace(/^W\//, ""));
  return known.includes(etag) || known.includes("*");
}
