import { BrokenFile } from "../broken-file.ts";

export interface Line {
  /** Its number, from 1. */
  line: number;
  text: string;
}

/** In characters: no line may swallow a whole file. */
const maxLength = 32 * 1024 * 1024;

const notUtf8 = "Nothing from here on was read: it is not UTF-8 text";
const tooLong = "Nothing from here on was read: the line is longer than 32 million characters";

/** The lines of a file that are not blank, as they come in. @throws BrokenFile after the last that could be read */
export async function* readLines(source: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  let line = 1;
  let rest = "";
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk ? utf8.decode(chunk, { stream: true }) : utf8.decode();
    } catch {
      throw new BrokenFile(line, notUtf8);
    }
  };
  for await (const chunk of source) {
    const pieces = decode(chunk).split("\n");
    const last = pieces.pop() ?? "";
    for (const piece of pieces) {
      const text = rest + piece;
      rest = "";
      if (text.trim() !== "") yield { line, text };
      line += 1;
    }
    rest += last;
    if (rest.length > maxLength) throw new BrokenFile(line, tooLong);
  }
  rest += decode();
  if (rest.trim() !== "") yield { line, text: rest };
}
