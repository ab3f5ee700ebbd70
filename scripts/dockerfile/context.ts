import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import dockerignore from "@balena/dockerignore";

/** The folder that an image is built of, less what its .dockerignore keeps from whoever builds it. */
export class Context {
  readonly #folder: string;
  /** Of a path in the folder. */
  readonly ignores: (path: string) => boolean;

  constructor(folder: string) {
    this.#folder = folder;
    const rules = dockerignore().add(readFileSync(join(folder, ".dockerignore"), "utf8"));
    this.ignores = (path) => rules.ignores(path);
  }

  /** The files that a source of COPY names, each with its path below what is copied. @throws Error where there are none */
  filesOf(source: string): { path: string; name: string }[] {
    const whole = join(this.#folder, source);
    const found = statSync(whole, { throwIfNoEntry: false });
    const paths = found?.isDirectory()
      ? readdirSync(whole, { recursive: true, withFileTypes: true })
          .filter((entry) => !entry.isDirectory())
          .map((entry) => join(entry.parentPath, entry.name))
      : [whole];
    const kept = paths.filter((path) => !this.ignores(relative(this.#folder, path)));
    if (!found || kept.length === 0) throw new Error(`COPY ${source}: .dockerignore leaves nothing of it`);
    return kept.map((path) => ({
      path,
      name: found.isDirectory() ? relative(whole, path) : relative(join(whole, ".."), path),
    }));
  }
}
