import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { StartError } from "./core/start-error.ts";
import type { Env } from "./env.ts";

/** A certificate, with those that lead to its root, and its private key: both PEM. */
export interface Tls {
  cert: string;
  key: string;
}

/** Reads what the server proves its name with. @throws StartError that names the variable whose file is of no use */
export function readTls({ certFile, keyFile }: NonNullable<Env["tls"]>): Tls {
  const cert = read("TLS_CERT_FILE", certFile);
  const key = read("TLS_KEY_FILE", keyFile);
  if (!parseCertificate(cert).checkPrivateKey(parseKey(key))) {
    throw new StartError("TLS_KEY_FILE: the key does not belong to the certificate in TLS_CERT_FILE");
  }
  return { cert, key };
}

function read(variable: string, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : error;
    throw new StartError(`${variable}: the file cannot be read: ${String(code)}`);
  }
}

function parseCertificate(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw new StartError("TLS_CERT_FILE: expected a certificate in PEM");
  }
}

function parseKey(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw new StartError("TLS_KEY_FILE: expected a private key in PEM, without a passphrase");
  }
}
