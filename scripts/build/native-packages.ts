import { basename, dirname, join } from "node:path";
import type { BunPlugin } from "bun";
import { pack } from "./pack.ts";

const { platform, arch } = process;
const libsqlTarget = `@libsql/${platform}-${arch}${platform === "linux" ? "-gnu" : ""}`;
const sharpTarget = `@img/sharp-${platform}-${arch}`;
const libvipsTarget = `@img/sharp-libvips-${platform}-${arch}`;

/** Puts native packages into an executable: compressed, and loaded from a temporary folder when they are first required. */
export async function nativePackages(folder: string): Promise<BunPlugin> {
  const [libsql, sharp] = await Promise.all([libsqlFiles(), sharpFiles()]);
  const loading = async (files: NativeFiles) => [files[0].path, await loadingModule(files, folder)] as const;
  const contents = new Map(await Promise.all([loading(libsql), loading(sharp)]));
  return {
    name: "native packages",
    setup(build) {
      for (const { file, hidden, open } of [openLibsql(libsql[0]), openSharp(sharp[0])]) {
        build.onLoad({ filter: file }, async ({ path }) => {
          const text = await Bun.file(path).text();
          if (!hidden.test(text)) throw new Error(`${path} no longer holds ${hidden}`);
          return { contents: text.replace(hidden, () => open), loader: "js" };
        });
      }
      build.onLoad({ filter: /\.node$/ }, ({ path }) => {
        const text = contents.get(path);
        if (text === undefined) throw new Error(`${path} is a native package that nobody thought of`);
        return { contents: text, loader: "js" };
      });
    },
  };
}

/** What hides from the bundler which file is required, and the same said openly (https://github.com/oven-sh/bun/issues/18909). */
interface Opening {
  file: RegExp;
  hidden: RegExp;
  open: string;
}

const openLibsql = ({ path }: NativeFile): Opening => ({
  file: /node_modules\/libsql\/(index|promise)\.js$/,
  hidden: /require\(`@libsql\/\$\{target\}`\)/,
  open: `require(${JSON.stringify(path)})`,
});

/** It tries one file after the other, and looks for the library in what an executable does not have. */
const openSharp = ({ path }: NativeFile): Opening => ({
  file: /node_modules\/sharp\/dist\/sharp\.mjs$/,
  hidden: /const require = createRequire\(import\.meta\.url\);/,
  open: `import native from ${JSON.stringify(path)};
const require = (name) => {
  if (name === "${sharpTarget}/sharp.node") return native;
  throw Object.assign(new Error(name), { code: "MODULE_NOT_FOUND" });
};`,
});

interface NativeFile {
  path: string;
  /** Its path in the folder that it is unpacked into. */
  name: string;
}

type NativeFiles = readonly [NativeFile, ...NativeFile[]];

async function libsqlFiles(): Promise<NativeFiles> {
  const libsql = dirname(Bun.resolveSync("libsql/package.json", import.meta.dir));
  return [{ path: Bun.resolveSync(libsqlTarget, libsql), name: "libsql.node" }];
}

/** Its binding looks for the library that it binds by the path from itself. */
async function sharpFiles(): Promise<NativeFiles> {
  const sharp = dirname(Bun.resolveSync("sharp/package.json", import.meta.dir));
  const binding = await only(
    join(dirname(Bun.resolveSync(`${sharpTarget}/package`, sharp)), "lib"),
    "*.node",
  );
  const libvips = await only(
    join(dirname(Bun.resolveSync(`${libvipsTarget}/package`, sharp)), "lib"),
    "libvips-cpp.*",
  );
  return [
    { path: binding, name: "sharp/lib/sharp.node" },
    { path: libvips, name: `${basename(libvipsTarget)}/lib/${basename(libvips)}` },
  ];
}

async function only(folder: string, pattern: string): Promise<string> {
  const [path, ...others] = await Array.fromAsync(
    new Bun.Glob(pattern).scan({ cwd: folder, absolute: true }),
  );
  if (path === undefined || others.length > 0) throw new Error(`Expected one ${pattern} in ${folder}`);
  return path;
}

/** A module that is what the first of the files exports. */
async function loadingModule(files: NativeFiles, folder: string): Promise<string> {
  const imports = await Promise.all(
    files.map(async ({ path, name }, index) => {
      const packed = await pack(await Bun.file(path).bytes(), name, folder);
      return `import file${index} from ${JSON.stringify(packed)} with { type: "file" };`;
    }),
  );
  const list = files.map(({ name }, index) => `{ name: ${JSON.stringify(name)}, packed: file${index} }`);
  return `import { loadLibrary } from ${JSON.stringify(join(import.meta.dir, "load-library.ts"))};
${imports.join("\n")}
module.exports = loadLibrary([${list.join(", ")}]);
`;
}
