import type { z } from "zod";

/** What another server answers, checked; its own words get into no error. */
export async function fetchJson<Result>(
  url: string,
  schema: z.ZodType<Result>,
  init: { signal: AbortSignal; method?: "POST"; headers?: Record<string, string>; body?: string },
): Promise<Result> {
  const response = await fetch(url, { redirect: "error", ...init });
  const { pathname } = new URL(url);
  if (!response.ok) throw new Error(`${pathname} answered ${response.status}`);
  const { data, error } = schema.safeParse(await response.json().catch(() => undefined));
  if (!error) return data;
  const wrong = error.issues.map(({ path }) => path.join("."));
  throw new Error(`${pathname} answered something else than expected: ${wrong.join(", ")}`);
}
