import type { Fetch } from "../../client-sdk/src/index.ts";

/** How often calls were not answered, and so sent again, and why the last one was not. */
export interface Unanswered {
  count: number;
  last: string;
}

/**
 * A `fetch` to which a server that cannot answer for what it was asked (5xx) is the same as one that is not there: while
 * its database is away it cannot know, and the next try under the same key hears what became of it.
 */
export function patientFetch(unanswered: Unanswered): Fetch {
  return async (url, init) => {
    try {
      const answer = await fetch(url, init);
      if (answer.status < 500) return answer;
      throw new TypeError(`HTTP ${answer.status}: ${await answer.text()}`);
    } catch (error) {
      unanswered.count += 1;
      unanswered.last = `${new URL(url).pathname}: ${error}`;
      throw error;
    }
  };
}
