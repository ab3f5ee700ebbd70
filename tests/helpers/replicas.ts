import { openDatabase } from "../../db/client.ts";
import { createProbe } from "../../db/remote/probe.ts";
import { Replica, type ReplicaOptions } from "../../db/replica/replica.ts";
import { createTestShop } from "../../testing/shop.ts";
import { eventually } from "./eventually.ts";
import { temporaryPath } from "./temporary.ts";

const root = new URL("../..", import.meta.url).pathname;

interface Place {
  /** Of the primary. */
  url: string;
  /** Where it is synced from, where that is another way to the primary. */
  syncUrl?: string;
  path?: string;
}

/** A replica of a file of the test's own. */
export function newReplica(
  { url, syncUrl = url, path = temporaryPath("replica.db") }: Place,
  log = noLog,
): Replica {
  const options: ReplicaOptions = {
    path,
    url: syncUrl,
    authToken: undefined,
    command: [process.execPath, `${root}server/bodega.ts`, "replicate"],
    primaryAnswers: createProbe({ url }),
    log,
  };
  return new Replica(options);
}

const noLog: ReplicaOptions["log"] = { info() {}, warn() {} };

/** A shop of a process of its own, so to speak: with its own way to the primary, its own replica and its own kept answers. */
export async function newInstance(place: Place) {
  const database = openDatabase({ url: place.url });
  const replica = newReplica(place);
  const shop = await createTestShop({ database, replica });
  return { ...shop, replica };
}

export const isShown = ({ copy }: Replica): boolean => copy !== undefined;

/** Resolves once the replica is one that shoppers are shown. */
export async function shown(replica: Replica): Promise<void> {
  await replica.begun;
  await eventually(
    async () => isShown(replica),
    (is) => is,
  );
}

/** Resolves once the primary is asked, and not the replica. */
export async function passedOver(replica: Replica): Promise<void> {
  await eventually(
    async () => isShown(replica),
    (is) => !is,
  );
}
