import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { readCsv } from "../../server/modules/catalog/shopify/read-csv.ts";
import { chunksOf, toCsv } from "../helpers/shopify.ts";

const rowsOf = (file: string | Uint8Array, chunkSize?: number) =>
  Array.fromAsync(readCsv(chunksOf(file, chunkSize)));

/** The rows up to where a file is broken, and why it is. */
async function brokenRowsOf(file: string | Uint8Array) {
  const lines: number[] = [];
  try {
    for await (const { line } of readCsv(chunksOf(file))) lines.push(line);
  } catch (error) {
    return { lines, error };
  }
  throw new Error("The file is not broken");
}

describe("a row's line", () => {
  test("is the one it begins on, whatever stands between quotes before it", async () => {
    const file = 'Handle,Body\ntea,"one\ntwo\n\nfour"\ncup,x\n';
    expect(await rowsOf(file)).toEqual([
      { line: 1, record: ["Handle", "Body"] },
      { line: 2, record: ["tea", "one\ntwo\n\nfour"] },
      { line: 6, record: ["cup", "x"] },
    ]);
  });

  test("counts CRLF once, also between quotes", async () => {
    const rows = await rowsOf('Handle,Body\r\ntea,"one\r\ntwo"\r\ncup,x\r\n');
    expect(rows.map(({ line }) => line)).toEqual([1, 2, 4]);
  });

  test("counts blank lines and rows of blank cells, which are no rows", async () => {
    const rows = await rowsOf("Handle,Body\n\n\ntea,x\n , \n,\ncup,y");
    expect(rows.map(({ line, record }) => [line, record[0]])).toEqual([
      [1, "Handle"],
      [4, "tea"],
      [7, "cup"],
    ]);
  });
});

test("a byte order mark is not part of the first cell", async () => {
  const [header] = await rowsOf('\uFEFF"Handle",Title\n');
  expect(header?.record).toEqual(["Handle", "Title"]);
});

test("line breaks of several kinds may be mixed", async () => {
  const rows = await rowsOf("a,b\r\nc,d\ne,f\rg,h");
  expect(rows.map(({ record }) => record.join(""))).toEqual(["ab", "cd", "ef", "gh"]);
});

test("rows may be shorter or longer than the first", async () => {
  const rows = await rowsOf("a,b\nc\nd,e,f\n");
  expect(rows.map(({ record }) => record.length)).toEqual([2, 1, 3]);
});

test("an empty file has no rows", async () => {
  expect(await rowsOf("")).toEqual([]);
});

test("whatever stands in cells is read back on its line, however the file is cut into chunks", async () => {
  const cell = fc.string({ unit: fc.constantFrom("a", "é", "€", "🫒", '"', ",", "\n", "\r\n", " ") });
  const row = fc.array(cell, { minLength: 1, maxLength: 4 }).map((cells) => ["x", ...cells]);
  const files = fc.array(row, { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(files, fc.integer({ min: 1, max: 20 }), async (records, chunkSize) => {
      let line = 1;
      const expected = records.map((record) => {
        const row = { line, record };
        line += 1 + record.join("").split("\n").length - 1;
        return row;
      });
      expect(await rowsOf(toCsv(records, "\r\n"), chunkSize)).toEqual(expected);
    }),
  );
});

describe("a broken file", () => {
  test.each([
    ["is not closed", 'a,b\nc,d\ne,"f\ng,h\n'],
    ["is not doubled in a quoted cell", 'a,b\nc,d\ne,"6" tall"\ng,h\n'],
    ["stands in a cell without quotes", 'a,b\nc,d\ne,6" tall\ng,h\n'],
  ])("gives the rows before the quote that %s, and its line", async (_, file) => {
    const { lines, error } = await brokenRowsOf(file);
    expect(lines).toEqual([1, 2]);
    expect(error).toMatchObject({ name: "BrokenFile", line: 3, message: expect.stringContaining("quote") });
  });

  test("that is not UTF-8 text says so", async () => {
    const latin1 = Buffer.from("Handle,Title\ncafe,Café\n", "latin1");
    const { lines, error } = await brokenRowsOf(latin1);
    expect(lines).toEqual([]);
    expect(error).toMatchObject({ name: "BrokenFile", message: expect.stringContaining("UTF-8") });
  });

  test("whose quote swallows megabytes is given up before it fills the memory", async () => {
    let chunks = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield new TextEncoder().encode('a,b\nc,"');
      for (; chunks < 1_000; chunks += 1) yield new Uint8Array(64 * 1024).fill(120);
    }
    await expect(Array.fromAsync(readCsv(endless()))).rejects.toMatchObject({ name: "BrokenFile", line: 2 });
    expect(chunks).toBeLessThan(100);
  });
});

test("a reader that stops early lets go of the source", async () => {
  let closed = false;
  async function* source(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield new TextEncoder().encode("a,b\n");
    } finally {
      closed = true;
    }
  }
  for await (const { line } of readCsv(source())) if (line === 3) break;
  expect(closed).toBe(true);
});

test("a source that fails fails the reading with its own error", async () => {
  async function* source(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode("a,b\n");
    throw new Error("the disk is gone");
  }
  await expect(Array.fromAsync(readCsv(source()))).rejects.toThrow("the disk is gone");
});
