interface Command {
  summary: string;
  /** Does what the arguments say and answers the exit code. Each command comes in alone: to serve needs no importer. */
  load(): Promise<{ run(args: string[]): Promise<number> }>;
}

/** What can be typed after the program's name. */
export const commands: Readonly<Record<string, Command>> = {
  serve: { summary: "opens the shop", load: () => import("./serve.ts") },
  migrate: { summary: "brings the database to the newest schema", load: () => import("./migrate.ts") },
  import: { summary: "takes products in from a file", load: () => import("./import.ts") },
  export: { summary: "writes all products into a file", load: () => import("./export.ts") },
  admin: { summary: "makes owners, tries mails again and more", load: () => import("./admin.ts") },
  verify: { summary: "looks whether stock, orders and money add up", load: () => import("./verify.ts") },
  backup: { summary: "copies the store while it sells", load: () => import("./backup.ts") },
  replicate: { summary: "keeps the replica that serve reads", load: () => import("./replicate.ts") },
  restore: { summary: "makes a new store of a backup", load: () => import("./restore.ts") },
};
