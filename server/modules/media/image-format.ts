import type { ImageFormat } from "../../core/ports.ts";

/** The formats by the first bytes of their files. */
const signatures: readonly (readonly [ImageFormat, RegExp])[] = [
  ["jpeg", /^\xff\xd8\xff/],
  ["png", /^\x89PNG\r\n.\n/s],
  ["gif", /^GIF8[79]a/],
  ["webp", /^RIFF.{4}WEBP/s],
  // The first box names the brands that the file is of, four letters each.
  ["avif", /^\0\0\0.ftyp(?:.{4})*?avi[fs]/s],
];

/** In bytes: as much of a file as its format may be read from. */
const headSize = 64;

/** What kind of picture a file really holds, whatever it is called; undefined for what is none of those a shop shows. */
export function imageFormatOf(bytes: Uint8Array): ImageFormat | undefined {
  const head = Buffer.from(bytes.subarray(0, headSize)).toString("latin1");
  return signatures.find(([, signature]) => signature.test(head))?.[0];
}
