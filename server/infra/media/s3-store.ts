import { S3Client } from "bun";
import type { MediaStore } from "../../core/ports.ts";

/** In milliseconds: a storage that takes longer for one picture is not there. */
const patience = 30_000;

/** In seconds: how long a signed request is good for; clocks differ. */
const validity = 300;

interface Bucket {
  endpoint: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** Where everybody can read what is in it. */
  publicUrl: string;
}

/** Keeps files in a bucket of an S3-compatible storage, which lets everybody read them. */
export function createS3Store({ publicUrl, ...bucket }: Bucket): MediaStore {
  const client = new S3Client(bucket);
  return {
    // Signed by the client but sent by us: its own `write` can neither say how long a file may be cached nor give up.
    async put(key, bytes, type) {
      const signed = client.presign(key, { method: "PUT", expiresIn: validity });
      const body = new Blob([new Uint8Array(bytes)]);
      const headers = { "content-type": type, "cache-control": "public, max-age=31536000, immutable" };
      const status = await send(signed, { method: "PUT", body, headers });
      if (status !== 200) throw new Error(`The storage of pictures answered ${status}`);
    },
    async remove(key) {
      const signed = client.presign(key, { method: "DELETE", expiresIn: validity });
      const status = await send(signed, { method: "DELETE" });
      if (![200, 204, 404].includes(status)) throw new Error(`The storage of pictures answered ${status}`);
    },
    url: (key) => `${publicUrl}/${key}`,
  };
}

/** The status of the answer. What fetch says of a failure names the address, and with it the signature. */
async function send(signed: string, request: RequestInit): Promise<number> {
  try {
    const response = await fetch(signed, {
      ...request,
      redirect: "error",
      signal: AbortSignal.timeout(patience),
    });
    await response.body?.cancel();
    return response.status;
  } catch {
    throw new Error("The storage of pictures does not answer");
  }
}
