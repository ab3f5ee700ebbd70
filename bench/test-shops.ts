import { createTestShop } from "../testing/index.ts";
import { median } from "./statistics.ts";

/** How many milliseconds it takes until a shop for tests can be called: of so many, after the one that the rest is copied from. */
export async function measureTestShops(count: number): Promise<number> {
  await (await createTestShop()).close();
  const taken: number[] = [];
  for (let made = 0; made < count; made++) {
    const started = performance.now();
    await using _ = await createTestShop();
    taken.push(performance.now() - started);
  }
  return median(taken);
}
