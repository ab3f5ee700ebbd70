import { join } from "node:path";
import { z } from "zod";
import { held, migrations } from "../../db/migrations/index.ts";
import { checkMigrations, hashOf, type Migration, type Release } from "./check-migrations.ts";

const root = join(import.meta.dir, "../..");

/** Below the root of this repository or of a copy of it. */
export const releasedPath = "db/migrations/released.json";

const hashes = z.record(z.string(), z.string());
const shape = z.object({ version: z.string().nullable(), migrations: hashes, held: hashes });

/** The last release; undefined until there is one. */
export async function readRelease(path = join(root, releasedPath)): Promise<Release | undefined> {
  const { version, ...released } = shape.parse(await Bun.file(path).json());
  return version === null ? undefined : { version, ...released };
}

/** What servers of the last release could not bear. */
export async function checkOurMigrations(): Promise<{ text: string; ok: boolean }> {
  const release = await readRelease();
  if (!release) return { text: "no release yet: migrations may still be written anew", ok: true };
  const refusals = checkMigrations(release, { migrations, held });
  const fine = `nothing that a server of ${release.version} could not bear`;
  return { text: refusals.length === 0 ? fine : refusals.join("\n"), ok: refusals.length === 0 };
}

/** Keeps the migrations as those of the version that package.json has. */
export async function keepAsReleased(): Promise<void> {
  const { version } = await Bun.file(join(root, "package.json")).json();
  const release: Release = { version: String(version), migrations: byName(migrations), held: byName(held) };
  await Bun.write(join(root, releasedPath), `${JSON.stringify(release, null, 2)}\n`);
}

function byName(list: readonly Migration[]): Record<string, string> {
  return Object.fromEntries(list.map((migration) => [migration.name, hashOf(migration)]));
}
