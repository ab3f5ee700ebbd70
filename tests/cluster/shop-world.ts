import { type FaultyWorld, newFaultyWorld, type OpenWorld, openWorld } from "../faults/harness/world.ts";
import type { Cluster } from "./cluster.ts";
import { patientFetch, type Unanswered } from "./patient-fetch.ts";

/** One shop for all regions: what is acknowledged in one is so in all. */
export interface ClusterWorld {
  cluster: Cluster;
  shared: FaultyWorld;
  unanswered: Unanswered;
  /** As those see it who come in near each region, through Fly's proxy. */
  near: readonly OpenWorld[];
  /** As those see it whom somebody's balancer leads to each instance: it answers all that they ask by itself. */
  direct: readonly OpenWorld[];
}

export async function openClusterWorld(cluster: Cluster, signal: AbortSignal): Promise<ClusterWorld> {
  const { regions, proxy } = cluster;
  const shared = await newFaultyWorld(cluster.primary.url);
  const unanswered = { count: 0, last: "" };
  const open = (url: string) => openWorld(shared, url, signal, patientFetch(unanswered));
  return {
    cluster,
    shared,
    unanswered,
    near: regions.map(({ name }) => open(proxy.near(name))),
    direct: regions.map(({ instanceUrl }) => open(instanceUrl)),
  };
}
