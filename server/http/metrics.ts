import { timingSafeEqual } from "node:crypto";
import { AppError } from "../core/errors.ts";
import type { Metrics } from "../core/telemetry-port.ts";
import type { Deps } from "../deps.ts";
import { Refusal } from "./refusal.ts";

/** To whoever has the token; without one nothing is there. */
export async function serveMetrics(
  { headers }: Request,
  { metrics, metricsToken }: Pick<Deps, "metrics" | "metricsToken">,
): Promise<Response> {
  if (!metrics || metricsToken === undefined) throw new Refusal(404, new AppError("NOT_FOUND"));
  if (!isSame(headers.get("authorization") ?? "", `Bearer ${metricsToken}`)) {
    throw new Refusal(401, new AppError("UNAUTHENTICATED"));
  }
  return metricsResponse(metrics);
}

export async function metricsResponse(metrics: Metrics): Promise<Response> {
  const { text, contentType } = await metrics.expose();
  return new Response(text, { headers: { "content-type": contentType, "cache-control": "no-store" } });
}

/** Takes as long for any that is wrong. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => new Bun.CryptoHasher("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
