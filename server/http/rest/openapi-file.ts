import type { Deps } from "../../deps.ts";
import { openApiDocument } from "./openapi.ts";

/** The document as it is sent, by the origin that it names: of those that ask, few have another. */
const written = new Map<string, string>();
const maxWritten = 10;

export function openApi(origin: string, { secureCookies }: Pick<Deps, "secureCookies">): Response {
  let text = written.get(origin);
  if (text === undefined) {
    text = JSON.stringify(openApiDocument({ origin, secureCookies }));
    if (written.size < maxWritten) written.set(origin, text);
  }
  return new Response(text, { headers: { "content-type": "application/json" } });
}
