import type { HeaderFields } from "./options.ts";

const header = "x-consistency-token";

/**
 * Who has changed something sees it in all that they ask afterwards, also of a server that has not heard of it yet: the
 * answer to the change names it in a word of the server's own, and what is asked from then on says it. A browser keeps the
 * word as long as the tab, for the pages that follow.
 */
export function createMemory(url: string): {
  headers(): HeaderFields;
  /** What an answer says, which it gives back. */
  keep(response: Response): Response;
} {
  const key = `bodega-consistency ${url}`;
  let token = attempt((storage) => storage.getItem(key));
  return {
    headers(): HeaderFields {
      return token ? { [header]: token } : {};
    },
    keep(response) {
      const told = response.headers.get(header);
      if (told && isLater(told, token ?? "")) {
        token = told;
        attempt((storage) => storage.setItem(key, told));
      }
      return response;
    },
  };
}

/** Changes at once may be answered in any order: the longer is the later, and of one length the one that sorts after. */
const isLater = (word: string, other: string) =>
  word.length === other.length ? word > other : word.length > other.length;

/** Where there is none, or the page may use none, the client alone remembers. */
function attempt<Result>(use: (storage: Storage) => Result): Result | undefined {
  try {
    return use(sessionStorage);
  } catch {
    return undefined;
  }
}
