import type { DatabaseHandle } from "../../db/client.ts";

/**
 * Who has changed something of the catalogue is told how far it had come by then, and says it from then on with whatever
 * they ask: no answer of a copy that has not come as far is given to them. To clients it is a word without a meaning: of
 * two the longer is the later, and of one length the one that sorts after.
 */
export const consistencyHeader = "x-consistency-token";

const radix = 36;

/** The position in a request's token; 0 for none and for what is none. */
export function readConsistencyToken(headers: Headers): number {
  const token = headers.get(consistencyHeader);
  return token !== null && /^[0-9a-z]{1,10}$/.test(token) ? Number.parseInt(token, radix) : 0;
}

/** Answers with a token when the catalogue may have changed meanwhile, or the answer repeats one that was given elsewhere. */
export async function withConsistencyToken(
  database: DatabaseHandle,
  answer: (onRepeat: () => void) => Promise<Response>,
): Promise<Response> {
  const before = database.cataloguePosition();
  let repeats = false;
  const response = await answer(() => {
    repeats = true;
  });
  const position = database.cataloguePosition();
  if (position > before || repeats) response.headers.set(consistencyHeader, position.toString(radix));
  return response;
}
