import { encode } from "./codec.ts";
import { ShopError } from "./error.ts";
import { readReply } from "./reply.ts";
import type { Sender } from "./sender.ts";

/** Asks a query, in one request with those that are asked in the same turn. */
export type Batcher = (path: string, input: unknown, signal: AbortSignal) => Promise<unknown>;

interface Asked {
  path: string;
  /** As it stands in the address; empty for none. */
  input: string;
  signal: AbortSignal;
  settle(result: Promise<unknown>): void;
}

/** What the server takes in one request. */
const maxBatchSize = 20;

/** Of what follows the shop's address: well under the 8 KB at which proxies commonly refuse a request's first line. */
const maxTargetLength = 5_900;

/** What each call adds to the address besides its path and its input, at most. */
const separators = 20;

export function createBatcher(send: Sender): Batcher {
  let queue: Asked[] = [];

  function flush(): void {
    const asked = queue.filter(({ signal }) => !signal.aborted);
    queue = [];
    for (const batch of inBatches(asked)) {
      const sent = send({ target: targetOf(batch), signal: whileAnyIsWanted(batch) });
      batch.forEach(({ path, settle }, index) => {
        settle(sent.then((outcome) => readReply(outcome, index, path)));
      });
    }
  }

  return (path, input, signal) =>
    new Promise((settle) => {
      const encoded = input === undefined ? "" : encodeURIComponent(JSON.stringify(encode(input)));
      const asked = { path, input: encoded, signal, settle };
      if (lengthOf(asked) > maxTargetLength) {
        throw new ShopError(`${path}: the input is too long`, { code: "PAYLOAD_TOO_LARGE", data: {}, path });
      }
      if (queue.push(asked) === 1) Promise.resolve().then(flush);
    });
}

const lengthOf = ({ path, input }: Asked) => path.length + input.length + separators;

function inBatches(asked: readonly Asked[]): Asked[][] {
  const batches: Asked[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const each of asked) {
    const last = batches.at(-1);
    length += lengthOf(each);
    if (last && last.length < maxBatchSize && length <= maxTargetLength) {
      last.push(each);
    } else {
      batches.push([each]);
      length = lengthOf(each);
    }
  }
  return batches;
}

/** `cart.get,catalog.markets?batch=1&input={"0":…}`, where those without an input are left out. */
function targetOf(batch: readonly Asked[]): string {
  const paths = batch.map(({ path }) => path).join(",");
  const inputs = batch.flatMap(({ input }, index) => (input ? [`%22${index}%22%3A${input}`] : []));
  return `${paths}?batch=1${inputs.length > 0 ? `&input=%7B${inputs.join("%2C")}%7D` : ""}`;
}

/** Fires when nobody waits for any of the answers any more. */
function whileAnyIsWanted(batch: readonly Asked[]): AbortSignal {
  const controller = new AbortController();
  let wanted = batch.length;
  for (const { signal } of batch) {
    signal.addEventListener("abort", () => {
      wanted -= 1;
      if (wanted === 0) controller.abort();
    });
  }
  return controller.signal;
}
