import { mkdtemp, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { $ } from "bun";
import { layBase } from "./base-images.ts";
import { buildStage, type Image } from "./build-stage.ts";
import { Context } from "./context.ts";
import { readStages } from "./read-stages.ts";
import { tryImage } from "./try-image.ts";

const root = resolve(import.meta.dirname, "../..");
const cache = join(root, "dist/images");

/**
 * Does what the Dockerfile says where there is no Docker: each step in a root of its own, and at the end the server that
 * comes of it, as its user. Needs to be root, on Linux, with Debian's debootstrap.
 */
async function takeSteps(): Promise<void> {
  const base = join(cache, "..");
  await $`mkdir -p ${base}`;
  const work = await mkdtemp(join(base, "image-"));
  try {
    const context = new Context(root);
    const stages = new Map<string, Image>();
    let last: Image | undefined;
    for (const [index, stage] of readStages(await Bun.file(join(root, "Dockerfile")).text()).entries()) {
      const folder = join(work, String(index));
      await layBase(stage.image, folder, cache);
      const bare = await sizeOf(folder);
      last = await buildStage(stage, folder, context, stages);
      stages.set(stage.name ?? String(index), last);
      console.log(`${stage.image}: ${bare} MB, then ${await sizeOf(folder)} MB`);
    }
    if (!last) throw new Error("The Dockerfile has no stage");
    const { startedIn, stoppedIn } = await tryImage(last);
    console.log(
      `As ${last.user}: ready in ${startedIn.toFixed(0)} ms, stopped in ${stoppedIn.toFixed(0)} ms`,
    );
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** In MB of a million bytes, as files are long. */
async function sizeOf(folder: string): Promise<string> {
  const bytes = Number((await $`du -sb -x ${folder}`.text()).split("\t", 1)[0]);
  return (bytes / 1e6).toFixed(1);
}

await takeSteps();
