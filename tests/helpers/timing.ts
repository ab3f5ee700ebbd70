/** How often two distributions are compared before they count as different. */
const attempts = 3;

/**
 * How often the first kind of call is the slower one when each of its times is held against each of the other's: 0.5
 * where they take alike, 0 or 1 where either tells itself apart (the Mann-Whitney statistic). Asked in turns, so that a
 * busy moment of the machine hurts both alike.
 */
async function shareOfSlower(turns: number, one: Call, other: Call): Promise<number> {
  const [first, second]: [number[], number[]] = [[], []];
  for (let i = 0; i < turns; i++) {
    // Each goes first in every other turn: what one leaves to do falls to both.
    if (i % 2 === 0) first.push(await timeOf(one));
    second.push(await timeOf(other));
    if (i % 2 === 1) first.push(await timeOf(one));
  }
  const wins = first.flatMap((a) => second.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)));
  return wins.reduce<number>((sum, win) => sum + win, 0) / wins.length;
}

type Call = () => Promise<unknown>;

/**
 * Whether nobody could tell two kinds of calls apart by their time: the shares found, the last of which is to lie within
 * 0.35 and 0.65. With forty turns chance alone leads out of it once in fifty comparisons, and other work on the machine
 * more often; what is told apart by more than chance is so every time.
 */
export async function sharesOfSlower(turns: number, one: Call, other: Call): Promise<number[]> {
  for (let i = 0; i < 3; i++) await timeOf(i % 2 ? one : other); // the first ones warm up
  const shares: number[] = [];
  while (shares.length < attempts && !isAlike(shares.at(-1))) {
    shares.push(await shareOfSlower(turns, one, other));
  }
  return shares;
}

function isAlike(share: number | undefined): boolean {
  return share !== undefined && share > 0.35 && share < 0.65;
}

async function timeOf(call: Call): Promise<number> {
  const started = performance.now();
  await call();
  return performance.now() - started;
}
