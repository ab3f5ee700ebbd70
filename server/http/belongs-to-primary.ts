import type { AnyTRPCProcedure } from "@trpc/server";
import type { ProcedureMeta } from "../trpc/meta.ts";
import { procedures } from "../trpc/root.ts";
import { orderOfInvoice } from "./invoices.ts";
import { restPrefix } from "./rest/answer.ts";
import { findRoute } from "./rest/routes.ts";

/**
 * Whether a request is answered best next to the database that takes the writes: whatever writes, and every read of what
 * is somebody's own, which takes several steps there and has to show what was written a moment ago. The catalogue stays
 * where its reader is, streams where their listener is, and what nobody answers is refused anywhere.
 */
export function belongsToPrimary(method: string, pathname: string): boolean {
  if (method === "OPTIONS") return false;
  if (method !== "GET" && method !== "HEAD") return /^\/(trpc|api|webhooks|uploads)\//.test(pathname);
  if (pathname.startsWith("/trpc/")) {
    return pathname.slice("/trpc/".length).split(",").some(isOwn);
  }
  if (pathname.startsWith(`${restPrefix}/`)) {
    const name = findRoute(method, pathname.slice(restPrefix.length))?.route.name;
    return name !== undefined && isOwn(name);
  }
  return /^\/auth\/oauth\/[^/]+\/callback$/.test(pathname) || orderOfInvoice(pathname) !== undefined;
}

/** Whether it reads what not everybody sees alike. */
function isOwn(name: string): boolean {
  const procedure = Object.hasOwn(procedures, name) ? procedures[name] : undefined;
  return procedure?._def.type === "query" && cacheOf(procedure) === undefined;
}

/** Sound: every procedure is built on ours, whose metadata this is. */
const cacheOf = ({ _def }: AnyTRPCProcedure) => (_def.meta as ProcedureMeta).cache;
