// Runs tests whose databases are on a libSQL server: `bun tests/on-sqld.ts [FILE OR FOLDER …]`, else all of integration.
import { fillDatabase } from "../testing/database.ts";
import { shareServer } from "./helpers/shared-server.ts";
import { startSqld } from "./helpers/sqld.ts";
import { removeTemporary } from "./helpers/temporary.ts";

const given = process.argv.slice(2);
const files = given.length > 0 ? given : ["tests/integration"];

const { url, adminUrl, stop } = await startSqld({ hasNamespaces: true });
const { templateUrl } = shareServer(url, adminUrl);
await fetch(`${adminUrl}/v1/namespaces/template/create`, {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: "{}",
});
await fillDatabase(templateUrl);
const tests = Bun.spawn(["bun", "test", "--timeout", "60000", "--parallel", "--no-isolate", ...files], {
  env: { ...process.env, TEST_SQLD_URL: url, TEST_SQLD_ADMIN_URL: adminUrl },
  stdout: "inherit",
  stderr: "inherit",
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => tests.kill(signal));
const code = await tests.exited;
await stop();
removeTemporary();
process.exit(code);
