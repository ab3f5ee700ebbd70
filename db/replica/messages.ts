/** What the process that keeps a replica is told first. */
export interface Whereabouts {
  path: string;
  /** Of the primary. */
  url: string;
  authToken: string | undefined;
}

/** All that it is told afterwards: to bring the replica to where the primary is. */
export const sync = "sync";

/** What it answers to each of them. */
export type Answer =
  /** `frame` is the last page that was written on the primary; `written`, how many have come by this. */
  | { outcome: "synced"; frame: number; written: number }
  /** The primary is away, or something stands in between. */
  | { outcome: "failed"; reason: string }
  /** Another process keeps the file: it is not this one's to touch. */
  | { outcome: "kept elsewhere"; reason: string }
  /** There is no process that could be asked. */
  | { outcome: "not kept"; reason: string }
  /** No sync will mend the file. */
  | { outcome: "damaged"; reason: string };
