import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { $ } from "bun";

/** What Debian's own slim image leaves out of what debootstrap puts in. */
const unslim = ["doc", "info", "linda", "lintian", "locale", "man"].map((name) => `usr/share/${name}`);

/** Makes the root of a stage out of what stands for its image here, where none can be fetched. @throws Error of any other */
export async function layBase(image: string, root: string, cache: string): Promise<void> {
  const bun = /^oven\/bun:([\d.]+)-slim$/.exec(image)?.[1];
  if (bun === undefined && image !== "debian:bookworm-slim")
    throw new Error(`Nothing here stands for ${image}`);
  if (bun !== undefined && bun !== Bun.version) throw new Error(`This is bun ${Bun.version}, not ${image}`);
  await $`cp -a ${await slimDebian(cache)} ${root}`;
  if (bun !== undefined) await $`cp -L ${process.execPath} ${join(root, "usr/local/bin/bun")}`;
}

/** Debian 12 with no more than it needs to install packages, made once. */
async function slimDebian(cache: string): Promise<string> {
  const root = join(cache, "debian-bookworm-slim");
  if (existsSync(root)) return root;
  await mkdir(cache, { recursive: true });
  const unfinished = `${root}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await $`debootstrap --variant=minbase bookworm ${unfinished}`.quiet();
  for (const folder of [...unslim, "var/lib/apt/lists", "var/cache/apt", "var/log"]) {
    await $`find ${join(unfinished, folder)} -mindepth 1 -delete`.nothrow().quiet();
  }
  await rename(unfinished, root);
  return root;
}
