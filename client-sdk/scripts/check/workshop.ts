import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mustRun } from "./run-command.ts";
import { tools } from "./tools.ts";

const root = join(import.meta.dir, "../../..");

/** Where the package is tried as others get it, outside of this project. What is made is made once, when it is asked for. */
export class Workshop {
  readonly root = root;
  readonly folder: string;
  #packed: Promise<string> | undefined;
  #consumer: Promise<string> | undefined;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** The tarball that would be published. */
  tarball(): Promise<string> {
    this.#packed ??= this.#pack();
    return this.#packed;
  }

  /** A project that has installed the package and the tools, and uses the one. */
  consumer(): Promise<string> {
    this.#consumer ??= this.#makeConsumer();
    return this.#consumer;
  }

  /** An empty project with these dependencies, not installed yet. */
  async project(name: string, dependencies: Readonly<Record<string, string>>): Promise<string> {
    const folder = join(this.folder, name);
    await mkdir(folder);
    const manifest = { name, version: "1.0.0", private: true, type: "module", dependencies };
    await Bun.write(join(folder, "package.json"), JSON.stringify(manifest, null, 2));
    return folder;
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  async #pack(): Promise<string> {
    await mustRun(["bun", "client-sdk/scripts/build.ts"], root);
    await mustRun(["bun", "pm", "pack", "--destination", this.folder], join(root, "client-sdk"));
    const packed = (await readdir(this.folder)).find((file) => file.endsWith(".tgz"));
    if (packed === undefined) throw new Error("Nothing was packed");
    return join(this.folder, packed);
  }

  async #makeConsumer(): Promise<string> {
    const client = { "@bodega/client": `file:${await this.tarball()}` };
    const folder = await this.project("consumer", { ...client, ...tools });
    await mustRun(["bun", "install"], folder);
    const fixtures = join(root, "tests/fixtures/consumer");
    for (const file of await readdir(fixtures)) {
      await Bun.write(join(folder, file), Bun.file(join(fixtures, file)));
    }
    return folder;
  }
}

export async function openWorkshop(): Promise<Workshop> {
  return new Workshop(await mkdtemp(join(tmpdir(), "bodega-sdk-check-")));
}
