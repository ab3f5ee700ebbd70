import type { BatchResult, PipelineAnswer, Step, StreamAnswer, StreamRequest } from "./hrana.ts";
import { toError } from "./hrana.ts";
import { Refusal, refusalOf } from "./refusal.ts";

type Fetch = (request: Request) => Promise<Response>;

export interface Server {
  url: string;
  authToken: string | undefined;
  fetch: Fetch;
}

/** A connection to the database that the server keeps for us, known by the baton of its last answer: one request at a time. */
export class Stream {
  readonly #server: Server;
  #url: string;
  #baton: string | null = null;
  /** When it was answered last, by `performance.now()`. */
  usedAt = 0;

  constructor(server: Server) {
    this.#server = server;
    this.#url = server.url;
  }

  /** Runs statements one after the other, each if its condition holds. */
  async run(steps: Step[]): Promise<BatchResult> {
    const { stored, batch } = storeRepeated(steps);
    const answers = await this.#ask([
      ...stored.map((sql, sql_id) => ({ type: "store_sql" as const, sql_id, sql })),
      { type: "batch", batch: { steps: batch } },
      ...stored.map((_, sql_id) => ({ type: "close_sql" as const, sql_id })),
    ]);
    const answer = okOf(answers[stored.length]);
    if (!answer.result) throw new Refusal("The database server answered something else");
    return answer.result;
  }

  /** Each statement of a script by itself. */
  async runScript(sql: string): Promise<void> {
    const [answer] = await this.#ask([{ type: "sequence", sql }]);
    okOf(answer);
  }

  /** Has the server take back what is open on it, at once. It does so by itself once it has heard nothing for ten seconds. */
  async close(): Promise<void> {
    if (this.#baton !== null) await this.#ask([{ type: "close" }]);
  }

  async #ask(requests: StreamRequest[]): Promise<StreamAnswer[]> {
    const { authToken, fetch } = this.#server;
    const response = await fetch(
      new Request(new URL("v3/pipeline", this.#url).href, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          ...(authToken !== undefined && { authorization: `Bearer ${authToken}` }),
        },
        body: JSON.stringify({ baton: this.#baton, requests }),
      }),
    );
    if (!response.ok) throw await refusalOf(response);
    // Sound: that is what the protocol says.
    const { baton, base_url, results } = (await response.json()) as PipelineAnswer;
    this.#baton = baton ?? null;
    this.#url = base_url ?? this.#url;
    this.usedAt = performance.now();
    return results;
  }
}

/** How many texts, and how long each in bytes, a server keeps for a stream. */
const [maxStored, maxStoredLength] = [30, 5_000];

/** A text that several steps have goes over the network once, where the server keeps it. */
function storeRepeated(steps: Step[]): { stored: string[]; batch: Step[] } {
  const counts = new Map<string, number>();
  for (const { stmt } of steps) if (stmt.sql) counts.set(stmt.sql, (counts.get(stmt.sql) ?? 0) + 1);
  const stored = [...counts]
    .flatMap(([sql, count]) => (count > 1 && Buffer.byteLength(sql) < maxStoredLength ? [sql] : []))
    .slice(0, maxStored);
  const ids = new Map(stored.map((sql, id) => [sql, id]));
  const batch = steps.map((step) => {
    const sql_id = ids.get(step.stmt.sql ?? "");
    if (sql_id === undefined) return step;
    const { sql: _, ...stmt } = step.stmt;
    return { ...step, stmt: { ...stmt, sql_id } };
  });
  return { stored, batch };
}

function okOf(answer: StreamAnswer | undefined) {
  if (answer?.type === "ok") return answer.response;
  throw answer ? toError(answer.error) : new Refusal("The database server answered something else");
}
