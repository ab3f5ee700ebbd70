import { temporaryPath } from "./temporary.ts";

/** Whether this machine can make certificates; whoever checks a change for everybody installs what does. */
export const hasOpenssl = Bun.which("openssl") !== null;

/** A certificate that vouches for itself, and its key, as the variables that name them. */
export async function newCertificate() {
  const certFile = temporaryPath("cert.pem");
  const keyFile = temporaryPath("key.pem");
  const names = "subjectAltName=DNS:localhost,IP:127.0.0.1";
  await Bun.$`openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost -addext ${names} -keyout ${keyFile} -out ${certFile}`.quiet();
  return { TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile };
}
