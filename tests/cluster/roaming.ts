import { pick } from "../../bench/random.ts";
import type { Fetch } from "../../client-sdk/src/index.ts";
import type { Cluster } from "./cluster.ts";

const anywhere = "http://shop.test";

/** For a client whose every request comes in elsewhere: near any region, or at any instance as by another's balancer. */
export function roaming({ regions, proxy }: Cluster, random: () => number): { url: string; fetch: Fetch } {
  const entrances = regions.flatMap(({ name, instanceUrl }) => [proxy.near(name), instanceUrl]);
  return {
    url: anywhere,
    fetch: (url, init) => fetch(url.replace(anywhere, pick(entrances, random)), init),
  };
}
