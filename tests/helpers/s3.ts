import { createHash, createHmac, timingSafeEqual } from "node:crypto";

export const credentials = {
  region: "test-1",
  accessKeyId: "AKIATEST",
  secretAccessKey: "s3cret/with+signs",
};

interface StoredObject {
  bytes: Uint8Array<ArrayBuffer>;
  type: string;
  cacheControl: string;
}

export interface S3Server {
  endpoint: string;
  /** What was put, by `bucket/key`. */
  objects: ReadonlyMap<string, StoredObject>;
  /** How often something was put. */
  puts(): number;
  /** Answers from now on with that status to everything; null as before. */
  fail(status: number | null): void;
  stop(): Promise<void>;
}

/**
 * As much of S3 as a store of files needs: PUT and DELETE with a signature in the address (AWS signature version 4), GET for
 * everybody. It works the signature out by itself, from Amazon's description of it.
 */
export function startS3(): S3Server {
  const objects = new Map<string, StoredObject>();
  let puts = 0;
  let failure: number | null = null;
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      const bytes = new Uint8Array(await request.arrayBuffer());
      if (failure !== null) return new Response("<Error/>", { status: failure });
      const url = new URL(request.url);
      const name = decodeURIComponent(url.pathname.slice(1));
      if (request.method === "GET") {
        const found = objects.get(name);
        if (!found) return new Response("<Error><Code>NoSuchKey</Code></Error>", { status: 404 });
        return new Response(found.bytes, { headers: { "content-type": found.type } });
      }
      if (!["PUT", "DELETE"].includes(request.method) || !isSigned(request, url)) {
        return new Response("<Error><Code>SignatureDoesNotMatch</Code></Error>", { status: 403 });
      }
      if (request.method === "DELETE") {
        objects.delete(name);
        return new Response(null, { status: 204 });
      }
      puts += 1;
      const { headers } = request;
      const type = headers.get("content-type") ?? "";
      objects.set(name, { bytes, type, cacheControl: headers.get("cache-control") ?? "" });
      return new Response(null);
    },
  });
  return {
    endpoint: server.url.origin,
    objects,
    puts: () => puts,
    fail: (status) => {
      failure = status;
    },
    stop: () => server.stop(true),
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
function isSigned(request: Request, url: URL): boolean {
  const query = url.searchParams;
  const moment = query.get("X-Amz-Date") ?? "";
  const scope = `${moment.slice(0, 8)}/${credentials.region}/s3/aws4_request`;
  if (query.get("X-Amz-Algorithm") !== "AWS4-HMAC-SHA256") return false;
  if (query.get("X-Amz-Credential") !== `${credentials.accessKeyId}/${scope}`) return false;
  const age = Date.now() - Date.parse(moment.replace(/^(....)(..)(..T..)(..)(..Z)$/, "$1-$2-$3:$4:$5"));
  if (!(Math.abs(age) <= Number(query.get("X-Amz-Expires")) * 1000)) return false;

  const signedHeaders = (query.get("X-Amz-SignedHeaders") ?? "").split(";");
  if (!signedHeaders.includes("host")) return false;
  const parameters = [...query]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort();
  const canonical = [
    request.method,
    url.pathname,
    parameters.join("&"),
    ...signedHeaders.map((name) => `${name}:${request.headers.get(name)?.trim() ?? ""}`),
    "",
    signedHeaders.join(";"),
    "UNSIGNED-PAYLOAD",
  ].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", moment, scope, createHash("sha256").update(canonical).digest("hex")];
  const key = scope
    .split("/")
    .reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${credentials.secretAccessKey}`);
  const expected = hmac(key, toSign.join("\n"));
  const given = Buffer.from(query.get("X-Amz-Signature") ?? "", "hex");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

const encode = (text: string) =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
