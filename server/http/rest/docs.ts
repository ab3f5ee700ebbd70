import style from "swagger-ui-dist/swagger-ui.css" with { type: "file" };
import bundle from "swagger-ui-dist/swagger-ui-bundle.js" with { type: "file" };
import { AppError } from "../../core/errors.ts";
import { readBundled } from "../../infra/bundled-file.ts";
import { Refusal } from "../refusal.ts";

const start = `SwaggerUIBundle({ url: "/openapi.json", dom_id: "#docs", deepLinking: true, docExpansion: "none", tryItOutEnabled: true });`;

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Bodega: what it answers</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<div id="docs"></div>
<script src="/docs/swagger-ui.js"></script>
<script src="/docs/start.js"></script>
</html>`;

/** All comes from here, and everything is asked here; the viewer writes styles of its own into the page. */
const contentPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";

/** The documentation of `/api`, for people: Swagger UI over `/openapi.json`. */
export function docsPage(): Response {
  return new Response(page, {
    headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": contentPolicy },
  });
}

const files = {
  "swagger-ui.js": { type: "text/javascript; charset=utf-8", content: () => readBundled(bundle) },
  "swagger-ui.css": { type: "text/css; charset=utf-8", content: () => readBundled(style) },
  "start.js": { type: "text/javascript; charset=utf-8", content: () => start },
} as const;

const isKnown = (name: string): name is keyof typeof files => Object.hasOwn(files, name);

/** @throws Refusal NOT_FOUND */
export async function docsFile(name: string): Promise<Response> {
  if (!isKnown(name)) throw new Refusal(404, new AppError("NOT_FOUND"));
  const { type, content } = files[name];
  return new Response(await content(), {
    headers: { "content-type": type, "cache-control": "public, max-age=86400" },
  });
}
