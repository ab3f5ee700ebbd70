import { join } from "node:path";
import { compareContracts } from "./compare-contracts.ts";
import { isAtLeast, levelOf, versionAfter } from "./version.ts";

const root = join(import.meta.dir, "../..");
const contractPath = join(root, "src/generated/contract.ts");
const releasedPath = join(root, "released/contract.ts");
const banner = /^\/\/ Released as (\S+)\n/;

/** What has changed since the release, and whether the package's version allows for it. */
export async function compareWithReleased(): Promise<{ text: string; ok: boolean }> {
  const [, released] = banner.exec(await Bun.file(releasedPath).text()) ?? [];
  if (released === undefined) throw new Error(`${releasedPath} does not say which version it is of`);
  const version = await packageVersion();
  const changes = compareContracts(releasedPath, contractPath);
  const level = levelOf(changes);
  const least = changes.length === 0 ? released : versionAfter(released, level);
  const ok = isAtLeast(version, least);
  const lines = changes.map(({ path, text, breaks }) => `${breaks ? "!" : "+"} ${path} ${text}`);
  const summary =
    changes.length === 0
      ? `nothing has changed since ${released}`
      : `${level}: ${version} is ${ok ? "high enough" : `too low, ${least} is the least`} after ${released}`;
  return { text: [...lines, summary].join("\n"), ok };
}

async function packageVersion(): Promise<string> {
  const { version } = await Bun.file(join(root, "package.json")).json();
  return String(version);
}

/** Keeps the contract as that of the package's version. */
export async function keepAsReleased(): Promise<void> {
  const contract = await Bun.file(contractPath).text();
  await Bun.write(releasedPath, `// Released as ${await packageVersion()}\n${contract}`);
}
