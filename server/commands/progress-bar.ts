const width = 30;

interface Screen {
  isTTY?: boolean | undefined;
  write(text: string): unknown;
}

export interface Progress {
  show(done: number): void;
  clear(): void;
}

/** A bar on a terminal that fills up to `total`; nothing where nobody watches. */
export function progressBar(screen: Screen, total: number): Progress {
  if (!screen.isTTY) return { show() {}, clear() {} };
  return {
    show(done) {
      const share = total === 0 ? 1 : Math.min(done / total, 1);
      const bar = "█".repeat(Math.round(share * width)).padEnd(width, "░");
      screen.write(`\r${bar} ${Math.floor(share * 100)} %`);
    },
    clear() {
      screen.write("\r\u001b[K");
    },
  };
}
