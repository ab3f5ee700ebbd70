/** The server, or what stands before it, would not do what it was asked; `status` is HTTP's, where it said one. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  /** The server's own word for it. */
  readonly code: string;

  constructor(message: string, status = 0, code = "") {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** What an answer says that is no success: `{ message, code }` of the server itself, `{ error }` of what stands before it, or text. */
export async function refusalOf(response: Response): Promise<Refusal> {
  const { status } = response;
  const said = (await response.text()).trim().slice(0, 500);
  const { message, error, code } = wordsOf(said);
  const why = message ?? error ?? said;
  const what = isOfToken(status) ? "refuses the token" : `answered ${status}`;
  return new Refusal(`The database server ${what}${why && `: ${why}`}`, status, code);
}

/** None, one that is over or forged, or one that may do less. */
const isOfToken = (status: number): boolean => status === 401 || status === 403;

function wordsOf(said: string): { message?: string; error?: string; code?: string } {
  try {
    // Sound: whatever else it is, these are looked up on it.
    return JSON.parse(said) ?? {};
  } catch {
    return {};
  }
}
