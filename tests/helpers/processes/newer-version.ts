// Preloaded, it makes a server of a newer version: with migrations more, those in NEWER_MIGRATIONS.
const migrations = process.env["NEWER_MIGRATIONS"];

Bun.plugin({
  name: "newer-version",
  setup(build) {
    build.onLoad({ filter: /db\/migrations\/index\.ts$/ }, async ({ path }) => {
      const text = await Bun.file(path).text();
      return { loader: "ts", contents: text.replace("] as const;", `  ...${migrations},\n] as const;`) };
    });
  },
});
