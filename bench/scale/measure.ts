import type { ServiceContext } from "../../server/core/context.ts";
import { seededRandom } from "../random.ts";
import { quantile } from "../statistics.ts";
import type { Shape } from "./shapes.ts";

export interface Times {
  p50: number;
  p99: number;
}

const rounds = 400;
const warmUp = 10;

/** In milliseconds: what is slow is measured less often. */
const longest = 3_000;

/** Runs a shape again and again with other values, the same in every run, in milliseconds. */
export async function measure(ctx: ServiceContext, { run }: Shape, products: number): Promise<Times> {
  const random = seededRandom(1);
  const pick = (below: number) => Math.floor(random() * below);
  const times: number[] = [];
  const begun = performance.now();
  for (let round = 0; round < rounds && performance.now() - begun < longest; round++) {
    const start = performance.now();
    await run(ctx, pick, products);
    if (round >= warmUp) times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
}
