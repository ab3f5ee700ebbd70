import type { Server } from "./child-process.ts";
import { type Answer, Connection } from "./connection.ts";
import type { Scenario } from "./scenario.ts";

/** What went over the wire while shoppers worked. */
export interface Recording {
  /** The requests of each unit of work. */
  units: Uint8Array[][];
  /** A typical answer to each path: the one of middling length. */
  answers: Map<string, Answer>;
}

export async function record({ port }: Server, scenario: Scenario, count: number): Promise<Recording> {
  const connection = await Connection.open(port);
  const units: Uint8Array[][] = [];
  const answers: [path: string, answer: Answer][] = [];
  const shopper = scenario.newShopper();
  for (let unit = 0; unit < count; unit++) {
    const requests: Uint8Array[] = [];
    await shopper(async (request) => {
      const answer = await connection.exchange(request);
      requests.push(request);
      answers.push([pathOf(request), answer]);
      return answer;
    });
    units.push(requests);
  }
  connection.close();

  const byPath = Map.groupBy(answers, ([path]) => path);
  const typical = [...byPath].flatMap(([path, all]) => {
    const bySize = all.map(([, answer]) => answer).sort((a, b) => a.body.length - b.body.length);
    return bySize
      .slice(bySize.length >> 1, (bySize.length >> 1) + 1)
      .map((answer) => [path, answer] as const);
  });
  return { units, answers: new Map(typical) };
}

/** The same requests again, each of which must be answered with the recorded bytes of its path. */
export function replay({ units, answers }: Recording, { inFlight }: Scenario): Scenario {
  const scripts = units.map((requests) =>
    requests.map((request) => ({ request, expected: answers.get(pathOf(request)) })),
  );
  let next = 0;
  return {
    name: "bare Bun.serve",
    inFlight,
    newShopper: () => async (exchange) => {
      const script = scripts[next++ % scripts.length] ?? [];
      for (const { request, expected } of script) {
        const { status, body } = await exchange(request);
        if (status !== expected?.status || !body.equals(expected.body)) {
          throw new Error(`the bare server answered HTTP ${status}: ${body}`);
        }
      }
    },
  };
}

/** The path of a request, without its query. */
function pathOf(request: Uint8Array): string {
  const line = Buffer.from(request).toString("latin1", 0, 200);
  return /^\S+ ([^\s?]+)/.exec(line)?.[1] ?? "";
}
