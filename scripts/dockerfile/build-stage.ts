import { cp, mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { $ } from "bun";
import type { Context } from "./context.ts";
import type { Stage, Step } from "./read-stages.ts";

/** The root of an image, and what it says of how it is run. */
export interface Image {
  root: string;
  variables: Record<string, string>;
  folder: string;
  user: string;
  ports: string[];
  stopSignal: string;
  words: string[];
}

/** What Docker gives to every process that is told nothing else. */
const path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** Does the steps of a stage in a root that holds its base; `stages` are those before it, by name. */
export async function buildStage(
  { steps }: Stage,
  root: string,
  context: Context,
  stages: ReadonlyMap<string, Image>,
): Promise<Image> {
  const image: Image = {
    root,
    variables: { PATH: path },
    folder: "/",
    user: "root",
    ports: [],
    stopSignal: "SIGTERM",
    words: [],
  };
  for (const step of steps) await take(step, image, context, stages);
  return image;
}

async function take(
  step: Step,
  image: Image,
  context: Context,
  stages: ReadonlyMap<string, Image>,
): Promise<void> {
  switch (step.keyword) {
    case "ENV":
      Object.assign(image.variables, step.variables);
      break;
    case "USER":
      image.user = step.value;
      break;
    case "EXPOSE":
      image.ports.push(step.value);
      break;
    case "STOPSIGNAL":
      image.stopSignal = step.value;
      break;
    case "CMD":
      image.words = step.words;
      break;
    case "WORKDIR":
      image.folder = resolve(image.folder, step.value);
      await mkdir(join(image.root, image.folder), { recursive: true });
      break;
    case "COPY":
      await copy(step, image, context, stages);
      break;
    case "RUN":
      await runIn(image, step.command);
  }
}

async function copy(
  { from, sources, target }: Step & { keyword: "COPY" },
  { root, folder }: Image,
  context: Context,
  stages: ReadonlyMap<string, Image>,
): Promise<void> {
  const place = join(root, resolve(folder, target));
  if (from !== undefined) {
    const source = stages.get(from);
    if (!source) throw new Error(`COPY --from=${from}: no stage has that name`);
    for (const each of sources) await cp(join(source.root, each), place);
    return;
  }
  if (!target.endsWith("/")) throw new Error(`COPY to ${target}: folders end with a slash here`);
  for (const { path: file, name } of sources.flatMap((source) => context.filesOf(source))) {
    await mkdir(dirname(join(place, name)), { recursive: true });
    await cp(file, join(place, name));
  }
}

/** Runs a command in an image as its user, with nothing of this machine but the network and the way to its registries. */
async function runIn({ root, folder, variables, user }: Image, command: string): Promise<void> {
  const authorities = process.env["NODE_EXTRA_CA_CERTS"];
  const lent = authorities === undefined ? {} : { NODE_EXTRA_CA_CERTS: "/tmp/authorities.pem" };
  await $`cp -L /etc/resolv.conf ${join(root, "etc/resolv.conf")}`;
  if (authorities !== undefined) await $`cp -L ${authorities} ${join(root, "tmp/authorities.pem")}`;
  const script = `cd ${folder} && ${command}`;
  const argv = enter({ root, user, variables: { ...variables, ...lent } }, ["/bin/sh", "-ec", script]);
  const { exitCode } = await $`${argv}`.nothrow();
  await $`rm -f ${join(root, "tmp/authorities.pem")} ${join(root, "etc/resolv.conf")}`;
  if (exitCode !== 0) throw new Error(`RUN ${command}: exit code ${exitCode}`);
}

/** The words that run others in a root, in the place of their own process. */
export function enter(
  { root, user, variables }: Pick<Image, "root" | "user" | "variables">,
  words: readonly string[],
): string[] {
  const set = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  const mount = 'mount -t proc proc "$0/proc" && mount --bind /dev "$0/dev" && exec "$@"';
  return [
    ...["unshare", "--mount", "sh", "-c", mount, root],
    ...["chroot", `--userspec=${user}`, root, "env", "-i", ...set, ...words],
  ];
}
