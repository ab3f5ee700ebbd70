import { type Browser, chromium } from "playwright-core";

const executablePath = Bun.which("chromium");

/** Whether this machine has a browser to test with (Debian's `chromium`); whoever checks a change for everybody installs one. */
export const hasChromium = executablePath !== null;

/** A browser without a window. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: executablePath ?? "", args: ["--no-sandbox"] });
}
