/** How many guesses a password takes, at least. `words` are what whoever guesses it would try first. */
export type Judge = (password: string, words: string[]) => Promise<number>;

/**
 * How many ways of reading `4` as `a` and the like are tried: a hundred, as the library has it, let a few characters
 * stop the server for a quarter of a second, and find no password that five do not.
 */
const substitutions = 5;

let judge: Promise<Judge> | undefined;

/** Its dictionaries are large: they come in with the first password, not with the server. */
export function loadJudge(): Promise<Judge> {
  judge ??= makeJudge();
  return judge;
}

async function makeJudge(): Promise<Judge> {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
    import("@zxcvbn-ts/language-en"),
  ]);
  const factory = new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    l33tMaxSubstitutions: substitutions,
  });
  const inTurn = newQueue();
  return (password, words) => inTurn(() => factory.check(password, words).guesses);
}

/** Does one piece of work at a time, and lets whatever else waits go first: it is done on the main thread. */
function newQueue() {
  let last: Promise<unknown> = Promise.resolve();
  return <Result>(work: () => Result): Promise<Result> => {
    const done = last.then(afterOthers).then(work);
    last = done.catch(() => {});
    return done;
  };
}

/** Resolves when what has happened by now has had its turn. */
function afterOthers(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
