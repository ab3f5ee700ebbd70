import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { SetCookie } from "../../client-sdk/src/index.ts";

const root = new URL("../..", import.meta.url).pathname;

interface ServerEntry {
  render(request: Request, url: string): Promise<string>;
  signIn(form: URLSearchParams, url: string, setCookie: SetCookie): Promise<void>;
}

/** Builds the storefront of the fixtures with Vite, for the browser and for a server, in a folder that has the package. */
export async function buildStorefront(project: string, shopUrl: string): Promise<string> {
  const folder = join(project, "storefront");
  cpSync(join(root, "tests/fixtures/storefront"), folder, { recursive: true });
  for (const how of [
    ["--outDir", "dist/client"],
    ["--ssr", "src/entry-server.ts", "--outDir", "dist/server"],
  ]) {
    const child = Bun.spawn([join(root, "node_modules/.bin/vite"), "build", ...how], {
      cwd: folder,
      env: { ...process.env, VITE_SHOP_URL: shopUrl },
      stdout: "pipe",
      stderr: "pipe",
    });
    if ((await child.exited) !== 0) throw new Error(await new Response(child.stderr).text());
  }
  return folder;
}

/** Serves it as a framework does: pages as their visitor sees them, a form that signs in, and the files it was built to. */
export async function serveStorefront(folder: string, shopUrl: string) {
  const { render, signIn }: ServerEntry = await import(join(folder, "dist/server/entry-server.js"));
  const template = readFileSync(join(folder, "dist/client/index.html"), "utf8");
  return Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    routes: {
      "/assets/:name": ({ params }) =>
        new Response(Bun.file(join(folder, "dist/client/assets", params.name))),
      "/": async (request) => {
        const html = template.replace("<!--app-->", await render(request, shopUrl));
        return new Response(html, { headers: { "content-type": "text/html" } });
      },
      "/sign-in": {
        async POST(request) {
          await signIn(new URLSearchParams(await request.text()), shopUrl, (name, value, options) =>
            request.cookies.set(name, value, options),
          );
          return new Response(null, { status: 303, headers: { location: "/" } });
        },
      },
    },
  });
}
