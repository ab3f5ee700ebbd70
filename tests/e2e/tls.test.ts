import { describe, expect, test } from "bun:test";
import { hasOpenssl, newCertificate } from "../helpers/certificate.ts";
import { failToStart, startServer } from "../helpers/server-process.ts";
import { temporaryPath } from "../helpers/temporary.ts";

test.skipIf(!hasOpenssl)("with a certificate the shop speaks https, and browsers keep to it", async () => {
  const files = await newCertificate();
  const server = await startServer(files);
  expect(server.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);

  const tls = { ca: await Bun.file(files.TLS_CERT_FILE).text() };
  const post = (procedure: string) =>
    fetch(`${server.url}/trpc/${procedure}`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: server.url },
      body: JSON.stringify({ json: null }),
      tls,
    });
  const logout = await post("auth.logout");
  expect(logout.headers.getSetCookie()[0]).toMatch(/^__Host-bodega_session=;.*; Secure/);
  expect(logout.headers.get("strict-transport-security")).toBe("max-age=63072000");
  expect((await fetch(`${server.url}/nothing`, { tls })).headers.get("strict-transport-security")).toBe(
    "max-age=63072000",
  );
  expect(await server.stop("SIGTERM")).toBe(0);
});

describe.skipIf(!hasOpenssl)(
  "what no https can be spoken with stops the start in one line, with exit code 1:",
  () => {
    test.each([
      ["another certificate's key", async () => (await newCertificate()).TLS_KEY_FILE, "does not belong"],
      ["a file that is not there", async () => temporaryPath("none.pem"), "ENOENT"],
      [
        "a certificate for a key",
        async () => (await newCertificate()).TLS_CERT_FILE,
        "expected a private key",
      ],
    ])("%s", async (_, keyFile, reason) => {
      const { code, error } = await failToStart({
        ...(await newCertificate()),
        TLS_KEY_FILE: await keyFile(),
      });
      expect(error).toMatch(/^TLS_KEY_FILE: .*\n$/);
      expect(error).toContain(reason);
      expect(code).toBe(1);
    });

    test("a key for a certificate", async () => {
      const { TLS_KEY_FILE } = await newCertificate();
      const { code, error } = await failToStart({ TLS_CERT_FILE: TLS_KEY_FILE, TLS_KEY_FILE });
      expect(error).toBe("TLS_CERT_FILE: expected a certificate in PEM\n");
      expect(code).toBe(1);
    });
  },
);
