import type { FlyPlace } from "../env.ts";
import { belongsToPrimary } from "./belongs-to-primary.ts";

/**
 * In bytes: Fly's proxy keeps a request of up to 1 MB to be sent again, without saying whether its headers count. What is
 * larger is answered here, over the network to the database.
 */
const largestReplayed = 900_000;

/** How long the proxy looks for a machine there. What has reached one is not cut off, nor sent a second time. */
const timeout = "5s";

/**
 * What keeps a request where it came: that it was sent on already (by Fly's proxy, or so its client says, who then waits
 * longer), that nobody was there to take it, or that its client asked for this machine or region.
 */
const staying = ["fly-replay-src", "fly-replay-failed", "fly-force-instance-id", "fly-force-region"];

/**
 * The answer that has Fly's proxy send a request on to the primary region; undefined for what is answered here. The proxy
 * says in `Fly-Region` where a request came in: without it nobody would read this answer but the client.
 * https://fly.io/docs/networking/dynamic-request-routing/
 */
export function replayOf(
  { method, headers }: Pick<Request, "method" | "headers">,
  pathname: string,
  requestId: string,
  { region, primaryRegion }: FlyPlace,
): Response | undefined {
  if (region === primaryRegion || !headers.has("fly-region")) return undefined;
  if (staying.some((name) => headers.has(name))) return undefined;
  if (!belongsToPrimary(method, pathname) || !(sizeOf(headers) <= largestReplayed)) return undefined;
  const order = `region=${primaryRegion};state=${requestId};timeout=${timeout};fallback=prefer_self`;
  return new Response(null, { status: 409, headers: { "fly-replay": order, "cache-control": "no-store" } });
}

/** Of a body whose size nobody said, nothing is known but that it may be too large. */
function sizeOf(headers: Headers): number {
  const said = headers.get("content-length");
  if (said !== null) return Number(said);
  return headers.has("transfer-encoding") ? Number.POSITIVE_INFINITY : 0;
}

/** What the log says of a request's way here: which region sent it on, or why the primary one did not get it. */
export function wayOf(headers: Headers): { replayedFrom?: string; replayFailed?: string } {
  const from = /(?:^|;)region=([a-z]{3})(?:;|$)/.exec(headers.get("fly-replay-src") ?? "")?.[1];
  const failed = /(?:^|;)reason=([a-z_]{1,30})(?:;|$)/.exec(headers.get("fly-replay-failed") ?? "")?.[1];
  return {
    ...(from !== undefined && { replayedFrom: from }),
    ...(failed !== undefined && { replayFailed: failed }),
  };
}
