import type { FontName } from "./fonts.ts";

/** In points: A4, and what stays white around it. */
export const page = { width: 595.28, height: 841.89, margin: 50, foot: 40 } as const;

/** What stands for a letter that the fonts lack, as readers of PDF show one too. */
const missing = "□";

/** Of such a text PDFKit would set each word by itself, and so the words the wrong way round. */
const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;

interface Style {
  font?: FontName;
  size?: number;
  color?: string;
  align?: "left" | "right";
}

interface Box {
  x: number;
  width: number;
}

/** Pages that are written from top to bottom. */
export class Sheet {
  /** Where the next thing goes. */
  y: number = page.margin;
  readonly #document: PDFKit.PDFDocument;
  readonly #onBreak: (sheet: Sheet) => void;

  /** `onBreak` writes what stands at the top of every page but the first. */
  constructor(document: PDFKit.PDFDocument, onBreak: (sheet: Sheet) => void) {
    this.#document = document;
    this.#onBreak = onBreak;
  }

  /** Goes on to the next page where so much, in points, does not fit on this one. */
  need(height: number): boolean {
    if (this.y + height <= page.height - page.margin - page.foot) return false;
    this.#document.addPage();
    this.y = page.margin;
    this.#onBreak(this);
    return true;
  }

  /** How high a text would be, in points. */
  heightOf(text: string, { width }: Pick<Box, "width">, style: Style = {}): number {
    return this.#with(style).heightOfString(this.#printable(text), { width });
  }

  /** Writes a text at a height, of itself the present one, without moving on; answers how high it was. */
  write(text: string, { x, width }: Box, style: Style = {}, y = this.y): number {
    const height = this.heightOf(text, { width }, style);
    const { align = "left" } = style;
    const whole = rightToLeft.test(text) ? { lineBreak: false, features: [] } : {};
    this.#with(style).text(this.#printable(text), x, y, { width, align, height: height + 1, ...whole });
    return height;
  }

  /** A line across the page. */
  rule(color: string, x: number = page.margin, width = page.width - 2 * page.margin): void {
    this.#document
      .moveTo(x, this.y)
      .lineTo(x + width, this.y)
      .lineWidth(0.5)
      .strokeColor(color)
      .stroke();
  }

  #with({ font = "regular", size = 9, color = "#1c1917" }: Style): PDFKit.PDFDocument {
    return this.#document.font(font).fontSize(size).fillColor(color);
  }

  #printable(text: string): string {
    // Sound: PDFKit keeps the font that it writes with there, without saying so in its types.
    const { font } = (this.#document as unknown as { _font: { font: Glyphs } })._font;
    return [...text]
      .map((letter) => (font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0) ? letter : missing))
      .join("");
  }
}

interface Glyphs {
  hasGlyphForCodePoint(codePoint: number): boolean;
}
