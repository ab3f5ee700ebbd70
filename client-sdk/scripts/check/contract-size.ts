import { join } from "node:path";
import { atMost, type Check } from "./check.ts";

/** In bytes: the types of the whole router. */
const mostTypes = 60_000;
/** The same with what is said of each procedure and field, which an editor shows and nothing is checked against. */
const mostWords = 102_000;

/** What the contract takes, as it stands and without what it says of each field. */
export const contractSize: Check = {
  name: "contract-size",
  async run({ root }) {
    const contract = await Bun.file(join(root, "client-sdk/src/generated/contract.ts")).text();
    const types = contract.replaceAll(/^\s*\/\*\*[\s\S]*?\*\/\n/gm, "");
    const procedures = contract.match(/: (Query|Mutation|Subscription)</g)?.length ?? 0;
    return [
      { ok: procedures > 0, text: `${procedures} procedures` },
      atMost(mostTypes, Buffer.byteLength(types), "bytes of types"),
      atMost(mostWords, Buffer.byteLength(contract), "bytes, words and all"),
    ];
  },
};
