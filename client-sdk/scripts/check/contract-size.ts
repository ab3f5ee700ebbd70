import { join } from "node:path";
import { atMost, type Check } from "./check.ts";

/** 60,000 bytes of types for the 137 procedures that there were when this was set: a router that grows may take its share. */
const mostTypes = 440;
/** The same with what is said of each field. */
const mostWords = 740;

/** What the contract takes, as it stands and without what it says of each field. */
export const contractSize: Check = {
  name: "contract-size",
  async run({ root }) {
    const contract = await Bun.file(join(root, "client-sdk/src/generated/contract.ts")).text();
    const types = contract.replaceAll(/^\s*\/\*\*[\s\S]*?\*\/\n/gm, "");
    const procedures = contract.match(/: (Query|Mutation|Subscription)</g)?.length ?? 0;
    const [whole, bare] = [Buffer.byteLength(contract), Buffer.byteLength(types)];
    return [
      { ok: procedures > 0, text: `${procedures} procedures in ${whole} bytes, ${bare} of them types` },
      atMost(mostTypes, bare / procedures, "bytes of types a procedure"),
      atMost(mostWords, whole / procedures, "bytes a procedure, words and all"),
    ];
  },
};
