import { expect, test } from "bun:test";

const root = new URL("../..", import.meta.url).pathname;

/** Of what a shop lives by: `bun run test:sqld` runs all the others too. */
const files = [
  "auth",
  "cart",
  "database/transactions",
  "idempotency",
  "order",
  "outbox",
  "promotion-redemption",
].map((name) => `tests/integration/${name}.test.ts`);

/** In milliseconds: they take a third of it where nothing else runs. */
const patience = 150_000;

test(
  "the tests of accounts, carts, checkout, stock, constraints, idempotency and the outbox hold on a database server too",
  async () => {
    const child = Bun.spawn(["bun", "tests/on-sqld.ts", ...files], {
      cwd: root,
      stdout: "pipe",
      stderr: "pipe",
    });
    const [output, report] = await Promise.all([child.stdout.text(), child.stderr.text()]);
    const failed = `${output}${report}`.split("\n").filter((line) => line.startsWith("(fail)"));
    expect({ failed, code: await child.exited }).toEqual({ failed: [], code: 0 });
  },
  patience,
);
