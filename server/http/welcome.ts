import type { ProcedureMeta } from "../trpc/meta.ts";
import { procedures } from "../trpc/root.ts";

const style = `
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 3rem auto; padding: 0 1rem; color: #1c1917; background: #fdfcfa }
  h1 { margin-bottom: 0 } h2 { margin: 2rem 0 .5rem; font-size: 1.1rem }
  code, pre { font: 14px/1.5 ui-monospace, monospace; background: #f1ede6; border-radius: 4px }
  code { padding: .1em .3em } pre { padding: .8rem 1rem; overflow-x: auto }
  table { border-collapse: collapse; width: 100% } td { padding: .25rem .75rem .25rem 0; vertical-align: top }
  td:nth-child(2) { color: #78716c } a { color: #9a3412 }
  @media (prefers-color-scheme: dark) { body { color: #e7e5e4; background: #1c1917 } code, pre { background: #292524 } a { color: #fdba74 } }
`;

const styleHash = new Bun.CryptoHasher("sha256").update(style).digest("base64");

const contentPolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; frame-ancestors 'none'`;

/** What a person sees who opens the server in a browser: that it runs, what it offers and what to try. */
export function welcomePage(origin: string): Response {
  const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Bodega</title>
<style>${style}</style>
<h1>Bodega is open</h1>
<p>This is the backend of a shop: it answers programs. Look at
<a href="/trpc/catalog.products">the products</a> or <a href="/trpc/catalog.categories">the categories</a>,
<a href="/docs">the documentation</a>,
or ask from a terminal:</p>
<pre>curl -g '${Bun.escapeHTML(origin)}/trpc/catalog.suggest?input={"json":{"q":"co"}}'</pre>
<p>A frontend installs <code>@bodega/client</code> and calls these by name, typed from end to end:</p>
<pre>import { createClient } from "@bodega/client";
const shop = createClient({ url: "${Bun.escapeHTML(origin)}" });
const { items } = await shop.catalog.products.query();</pre>
<h2>Procedures</h2>
<table>${procedureRows}</table>
</html>`;
  return new Response(page, {
    headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": contentPolicy },
  });
}

const procedureRows = Object.entries(procedures)
  .map(([name, { _def }]) => {
    const { summary = "" } = _def.meta as Partial<ProcedureMeta>; // every procedure is built on ours
    return `<tr><td><code>${name}</code><td>${_def.type}<td>${Bun.escapeHTML(summary)}`;
  })
  .join("\n");
