import { expect, test } from "bun:test";
import { progressBar } from "../../server/commands/progress-bar.ts";

function newScreen(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, written, write: (text: string) => written.push(text) };
}

test("a progress bar fills up in place and is wiped off", () => {
  const screen = newScreen(true);
  const bar = progressBar(screen, 1_000);
  bar.show(0);
  bar.show(500);
  bar.show(1_200);
  bar.clear();
  expect(screen.written).toEqual([
    `\r${"░".repeat(30)} 0 %`,
    `\r${"█".repeat(15)}${"░".repeat(15)} 50 %`,
    `\r${"█".repeat(30)} 100 %`,
    "\r\u001b[K",
  ]);
});

test("a progress bar says nothing where nobody watches", () => {
  const screen = newScreen(false);
  const bar = progressBar(screen, 1_000);
  bar.show(500);
  bar.clear();
  expect(screen.written).toEqual([]);
});
