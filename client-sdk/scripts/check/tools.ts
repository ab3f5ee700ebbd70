/** What the checks install, each in the version that it was tried with. */
export const tools = {
  "@arethetypeswrong/cli": "0.18.5",
  "@types/node": "20.19.43",
  deno: "2.9.6",
  publint: "0.3.25",
  pnpm: "10.34.8",
  "typescript-5.9": "npm:typescript@5.9.3",
  "typescript-6": "npm:typescript@6.0.3",
  "typescript-7": "npm:typescript@7.0.2",
  workerd: "1.20260730.1",
};

/** The compilers that the declarations have to be right for. */
export const compilers = ["5.9", "6", "7"] as const;

export type Compiler = (typeof compilers)[number];

/** How a project may say where modules are. */
export const resolutions = ["bundler", "nodenext"] as const;

export type Resolution = (typeof resolutions)[number];
