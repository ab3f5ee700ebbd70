import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { $ } from "bun";
import { hashOf, type Migrations } from "./migrations/check-migrations.ts";
import { readRelease, releasedPath } from "./migrations/released.ts";

const migrationsPath = "db/migrations";

/**
 * Runs the integration tests of the last release with our migrations in the place of its own, so that all their databases
 * have our schema, and answers how they ended. @throws when the release cannot be had
 */
async function testPrevious(root: string): Promise<number> {
  const release = await readRelease(join(root, releasedPath));
  if (!release) return skip("no release yet: nothing to check");
  if (await hasSchemaOf(root, Object.values(release.migrations))) {
    return skip(`the schema is still that of ${release.version}: nothing to check`);
  }
  const tag = `v${release.version}`;
  await fetchTag(root, tag);
  const parent = mkdtempSync(join(tmpdir(), "bodega-previous-"));
  const folder = join(parent, tag);
  try {
    await $`git worktree add --quiet --detach ${folder} ${tag}`.cwd(root).quiet();
    rmSync(join(folder, migrationsPath), { recursive: true });
    cpSync(join(root, migrationsPath), join(folder, migrationsPath), { recursive: true });
    await $`bun install --frozen-lockfile --silent`.cwd(folder);
    const tests = $`bun test --timeout 60000 --parallel --no-isolate tests/integration`.cwd(folder).nothrow();
    return (await tests).exitCode;
  } finally {
    await $`git worktree remove --force ${folder}`.cwd(root).quiet().nothrow();
    rmSync(parent, { recursive: true, force: true });
  }
}

function skip(reason: string): number {
  console.log(reason);
  return 0;
}

async function hasSchemaOf(root: string, hashes: readonly string[]): Promise<boolean> {
  const { migrations }: Pick<Migrations, "migrations"> = await import(join(root, migrationsPath, "index.ts"));
  return Bun.deepEquals(migrations.map(hashOf), [...hashes]);
}

/** A clone may be shallow, and without tags. */
async function fetchTag(root: string, tag: string): Promise<void> {
  const ref = `refs/tags/${tag}`;
  const here = await $`git rev-parse --quiet --verify ${ref}`.cwd(root).quiet().nothrow();
  if (here.exitCode === 0) return;
  const fetched = await $`git fetch --quiet --depth 1 origin ${ref}:${ref}`.cwd(root).quiet().nothrow();
  if (fetched.exitCode === 0) return;
  throw new Error(`${releasedPath} names ${tag}, and there is no such tag here or at origin`);
}

process.exit(await testPrevious(resolve(process.argv[2] ?? join(import.meta.dir, ".."))));
