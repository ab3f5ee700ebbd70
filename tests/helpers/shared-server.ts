/** Where `tests/on-sqld.ts` started the server on which the tests' databases are to be; unset where they are files. */
const [url, adminUrl] = [process.env["TEST_SQLD_URL"], process.env["TEST_SQLD_ADMIN_URL"]];

export interface SharedServer {
  /** Of the database that new ones are copies of. */
  templateUrl: string;
  /** Copies a database that is no longer written to, and gives the URL of the copy. */
  fork(url: string): Promise<string>;
  /** Deletes all copies that were made here. */
  removeForks(): Promise<void>;
}

export const sharedServer = url && adminUrl ? shareServer(url, adminUrl) : undefined;

/** For what holds on a file alone. */
export const isOnServer = sharedServer !== undefined;

/** How often a property of many statements is tried: over HTTP, where they take many times as long, less often. */
export const runs = (onFile: number): number => (sharedServer ? Math.ceil(onFile / 6) : onFile);

/** A server that finds a database by the first label of the host's name: `http://name.localhost:8080`. */
export function shareServer(url: string, adminUrl: string): SharedServer {
  const forks = new Set<string>();
  const compact = new Map<string, Promise<string>>();
  const urlOf = (namespace: string) => url.replace("127.0.0.1", `${namespace}.localhost`);
  const ask = async (method: string, path: string) => {
    const { ok, status } = await fetch(`${adminUrl}/v1/namespaces/${path}`, { method });
    if (!ok) throw new Error(`sqld answered ${status} to ${method} ${path}`);
  };
  const copyOf = async (source: string) => {
    const copy = crypto.randomUUID();
    await ask("POST", `${source}/fork/${copy}`);
    forks.add(copy);
    return copy;
  };
  /** The server copies all that was ever written to a database, and writes each page of it once: a copy is copied faster. */
  const compactOf = (source: string) => {
    const known = compact.get(source) ?? copyOf(source);
    compact.set(source, known);
    return known;
  };
  return {
    templateUrl: urlOf("template"),
    async fork(from) {
      const [source = ""] = new URL(from).hostname.split(".");
      return urlOf(await copyOf(await compactOf(source)));
    },
    async removeForks() {
      for (const fork of forks) await ask("DELETE", fork);
      forks.clear();
      compact.clear();
    },
  };
}
