import { expect, test } from "bun:test";
import { exportText, header, importText, toLines } from "../../helpers/catalogues.ts";
import { newServiceContext } from "../../helpers/context.ts";
import { startRemoteStore } from "../../helpers/sqld.ts";

test("a file goes into a database server (sqld) as into a local one, bad lines told", async () => {
  const { database, stop } = await startRemoteStore();
  try {
    const lines = Array.from({ length: 30 }, (_, number) => ({
      slug: `p-${String(number).padStart(2, "0")}`,
      title: `Product ${number}`,
      attributes: { note: "x" },
      // The last one asks for a slug that is taken: the database refuses its whole batch at first.
      translations: [{ locale: "de", slug: `de-${Math.min(number, 28)}` }],
      variants: [{ sku: `P-${number}`, prices: [{ currency: "EUR", amount: number }] }],
    }));
    const file = toLines(header, ...lines);
    const local = await newServiceContext();
    const summary = await importText(local, file);
    expect(summary).toMatchObject({ products: { created: 29 }, issues: [{ line: 31 }] });

    const remote = await newServiceContext({ db: database.db });
    expect(await importText(remote, file)).toEqual(summary);
    expect(await exportText(remote)).toBe(await exportText(local));
    expect(await importText(remote, file)).toMatchObject({ products: { created: 0, unchanged: 29 } });
  } finally {
    stop();
  }
});
