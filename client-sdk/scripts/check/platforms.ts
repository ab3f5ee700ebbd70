import { join } from "node:path";
import { build } from "esbuild";
import type { Check, Finding } from "./check.ts";
import { runCommand } from "./run-command.ts";
import { type Started, start } from "./start.ts";
import type { Workshop } from "./workshop.ts";

/** What the fixture's visit comes to wherever it is made. */
const expected = "true,true,number,placed true";

/** The packed client buys and listens on the platforms that the suite does not run on, of a server process. */
export const platforms: Check = {
  name: "platforms",
  async run(workshop) {
    const shop = await start(["bun", "server/bodega.ts", "serve"], workshop.root, /open on (\S+)/, {
      PORT: "0",
      DATA_DIR: join(workshop.folder, "shop"),
      BODEGA_SAMPLE_DATA: "true",
    });
    try {
      return [await onDeno(workshop, shop), await onWorkerd(workshop, shop)];
    } finally {
      await shop.stop();
    }
  },
};

const finding = (platform: string, heard: string): Finding => ({
  ok: heard === expected,
  text: `${platform}${heard === expected ? "" : `: ${heard}`}`,
});

async function onDeno(workshop: Workshop, { said: url }: Started): Promise<Finding> {
  const folder = await workshop.consumer();
  const main = `import { visit } from "./visit.ts"; console.log(await visit("${url}"));`;
  await Bun.write(join(folder, "deno.ts"), main);
  const deno = join(folder, "node_modules/.bin/deno");
  const { text } = await runCommand([deno, "run", "--quiet", "--allow-net", "deno.ts"], folder);
  return finding("Deno", text);
}

/** The day on which workers began to tell an answer's cookies, which a rendered page hands on. */
const workerd = `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "worker", worker = (
      modules = [(name = "worker", esModule = embed "worker.js")],
      compatibilityDate = "2023-03-01",
    )),
    (name = "internet", network = (allow = ["local", "private", "public"])),
  ],
  sockets = [(name = "http", http = (), service = "worker")],
);
`;

async function onWorkerd(workshop: Workshop, { said: url }: Started): Promise<Finding> {
  const folder = await workshop.consumer();
  await Bun.write(join(folder, "workerd.capnp"), workerd);
  await build({
    stdin: {
      contents: `import { visit } from "./visit.ts";
        export default { fetch: async () => new Response(await visit("${url}").catch(String)) };`,
      resolveDir: folder,
    },
    bundle: true,
    format: "esm",
    outfile: join(folder, "worker.js"),
  });
  const serve = [join(folder, "node_modules/.bin/workerd"), "serve", "workerd.capnp"];
  const flags = ["--socket-addr=http=127.0.0.1:0", "--control-fd=1"];
  const worker = await start([...serve, ...flags], folder, /"port":(\d+)/);
  try {
    return finding("workerd", await (await fetch(`http://127.0.0.1:${worker.said}/`)).text());
  } finally {
    await worker.stop();
  }
}
