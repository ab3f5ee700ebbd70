import { type BlockList, isIP } from "node:net";

/** Who asks, and by which origin they know the server. */
export interface Client {
  /** Null where the connection does not tell. */
  address: string | null;
  /** Null where the request's address makes no sense. */
  origin: string | null;
}

/**
 * What a proxy says of a request is believed of a trusted one alone: anyone can send these headers. Of each list the
 * last entry counts, which the proxy itself wrote; what stands before it may be the client's invention.
 *
 * `CF-Connecting-IP` and its kind are not read, `Fly-Client-IP` only of Fly's own proxy: any other passes on what a client
 * sends under such a name.
 */
export function clientOf(
  { headers }: Request,
  seen: URL | null,
  peer: Peer,
  proxies: Proxies | undefined,
): Client {
  const known = proxies && peer();
  if (proxies === undefined || known === undefined || !isIn(proxies.trusted, known)) {
    return new DirectClient(peer, seen?.origin ?? null);
  }
  return { address: forwardedAddress(headers, known, proxies), origin: forwardedOrigin(headers, seen) };
}

/** Whose word is taken. */
export interface Proxies {
  trusted: BlockList;
  /** Whether the nearest of them is Fly.io's. */
  onFly: boolean;
}

/** The network address at the other end of the connection: the client's, or a proxy's. To ask for it takes a moment. */
export type Peer = () => string | undefined;

/** Asks who it is when somebody wants to know, which for an answer that is kept nobody does. */
class DirectClient implements Client {
  readonly #peer: Peer;
  readonly origin: string | null;

  constructor(peer: Peer, origin: string | null) {
    this.#peer = peer;
    this.origin = origin;
  }

  get address(): string | null {
    const peer = this.#peer();
    return peer === undefined ? null : unmapped(peer);
  }
}

/** Whether a proxy that nobody trusts says for whom it asks: a stranger's lie, or a proxy that somebody forgot to name. */
export function isUntrustedProxy({ headers }: Request, peer: Peer, proxies: Proxies | undefined): boolean {
  if (!headers.has("x-forwarded-for")) return false;
  const known = peer();
  return known !== undefined && !(proxies && isIn(proxies.trusted, known));
}

/** The nearest address that is no trusted proxy; past an entry that is no address nothing can be known. */
function forwardedAddress(headers: Headers, peer: string, { trusted, onFly }: Proxies): string {
  let address = peer;
  for (const entry of (onFly ? hopsToFly(headers) : entriesOf(headers, "x-forwarded-for")).reverse()) {
    const hop = withoutPort(entry);
    if (isIP(hop) === 0) break;
    address = hop;
    if (!isIn(trusted, hop)) break;
  }
  return unmapped(address);
}

/**
 * The list as far as whoever connected to Fly's proxy, who also stands in `Fly-Client-IP`. It is followed by an address
 * of the shop itself, at which they did.
 * https://fly.io/docs/networking/request-headers/
 */
function hopsToFly(headers: Headers): string[] {
  const hops = entriesOf(headers, "x-forwarded-for");
  const client = headers.get("fly-client-ip") ?? "";
  return [...hops.slice(0, Math.max(0, hops.lastIndexOf(client))), client];
}

function forwardedOrigin(headers: Headers, seen: URL | null): string | null {
  const said = entriesOf(headers, "x-forwarded-host").at(-1) ?? "";
  const host = isHost(said) ? said : seen?.host;
  const scheme = entriesOf(headers, "x-forwarded-proto").at(-1)?.toLowerCase();
  const protocol = scheme === "https" || scheme === "http" ? `${scheme}:` : seen?.protocol;
  return URL.parse(`${protocol ?? "http:"}//${host ?? ""}`)?.origin ?? null;
}

function entriesOf(headers: Headers, name: string): string[] {
  return (headers.get(name) ?? "").split(",").map((entry) => entry.trim());
}

/** A host with or without a port, and nothing that would make the rest of a URL of it. */
const isHost = (text: string) => /^[\w.:[\]-]+$/.test(text) && URL.canParse(`http://${text}`);

/** Some proxies add the port: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
function withoutPort(entry: string): string {
  const [, bracketed, plain] = /^(?:\[(.+)\](?::\d+)?|([^:]+):\d+)$/.exec(entry) ?? [];
  return bracketed ?? plain ?? entry;
}

/** An IPv4 address as such: a socket that takes both kinds shows it as `::ffff:192.0.2.1`. */
const unmapped = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, "");

function isIn(list: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 6 ? "ipv6" : "ipv4");
}
