import { createClient } from "@libsql/client";
import { fetchWithin } from "./fetch.ts";

/** In milliseconds: who waits for that has somebody else to ask. */
const patience = 1_000;

/** How long an answer holds, in milliseconds: whoever asks meanwhile, or while it is on its way, is told the same. */
const lifetime = 250;

interface Server {
  url: string;
  authToken?: string | undefined;
}

/** Gives a function that tells whether a server answers at the moment, soon and without trying twice. */
export function createProbe({ url, authToken }: Server): () => Promise<boolean> {
  const client = createClient({
    url,
    fetch: fetchWithin(patience),
    ...(authToken !== undefined && { authToken }),
  });
  const ask = async () => {
    const isThere = await client.execute("select 1").then(
      () => true,
      () => false,
    );
    answeredAt = performance.now();
    return isThere;
  };
  let answer = Promise.resolve(false);
  let answeredAt = Number.NEGATIVE_INFINITY;
  return () => {
    if (performance.now() - answeredAt > lifetime) {
      answeredAt = Number.POSITIVE_INFINITY;
      answer = ask();
    }
    return answer;
  };
}
