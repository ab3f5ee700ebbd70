import { setTimeout as delay } from "node:timers/promises";

/** In milliseconds: how often somebody else is asked, and for how long. */
const [pause, patience] = [200, 45_000];

/** Asks until the answer is as it is to become. @throws with the last answer when it does not */
export async function eventually<Answer>(
  ask: () => Promise<Answer>,
  isSo: (answer: Answer) => boolean,
): Promise<Answer> {
  for (const end = Date.now() + patience; ; await delay(pause)) {
    const answer = await ask();
    if (isSo(answer)) return answer;
    if (Date.now() > end) throw new Error(`It never came: ${Bun.inspect(answer)}`);
  }
}
