import { count } from "drizzle-orm";
import { products } from "../db/schema/index.ts";
import { calledAs, isExecutable } from "./commands/command-line.ts";
import type { Deps } from "./deps.ts";
import type { Env } from "./env.ts";

/** What the person who started the server reads: where it is open, what is in it and what to try. */
export async function greeting(
  { databaseUrl }: Env,
  { database, replica }: Deps,
  { origin }: URL,
): Promise<string> {
  const { db } = replica?.copy ?? database;
  const [found] = await db.select({ products: count() }).from(products);
  const place = databaseUrl.startsWith("file:") ? databaseUrl.slice("file:".length) : "a remote database";
  return `
  Bodega is open on ${origin}

  Look around   ${origin} in a browser
  Products      curl ${origin}/trpc/catalog.products
${isExecutable ? "" : "  Buy           bun run demo *\n"}  Your own      ${calledAs("import")} products.csv *
  Run it        ${calledAs("admin")} create-owner you@example.com *

  ${found?.products ?? 0} products in ${place}
  Ctrl-C stops

  * in a second terminal${isExecutable ? "" : "; npx -y bun@1.4.5 in place of bun where it is not installed"}
`;
}
