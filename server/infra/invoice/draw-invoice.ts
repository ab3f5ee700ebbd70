import type { InvoicePrinter } from "../../core/ports.ts";
import { page, Sheet } from "./sheet.ts";

export type Printed = Parameters<InvoicePrinter["print"]>[0];
type Paper = Printed["paper"];

const grey = "#78716c";
const pale = "#d6d3d1";
const left = page.margin;
const right = page.width - page.margin;
const full = right - left;

/** The columns of the lines, from left to right. */
const columns = {
  title: { x: left, width: 215 },
  quantity: { x: left + 220, width: 35 },
  unitPrice: { x: left + 260, width: 70 },
  tax: { x: left + 340, width: 80 },
  amount: { x: right - 70, width: 70 },
} as const;

/** The columns of the sums and of the taxes, which stand beside each other. */
const sumColumns = { label: { x: right - 200, width: 100 }, amount: { x: right - 95, width: 95 } } as const;
const taxColumns = {
  name: { x: left, width: 110 },
  net: { x: left + 110, width: 55 },
  tax: { x: left + 165, width: 55 },
  gross: { x: left + 220, width: 60 },
} as const;

/** Lays an invoice out on as many pages as it takes. */
export function drawInvoice(document: PDFKit.PDFDocument, { number, paper }: Printed): void {
  const sheet = new Sheet(document, (next) => {
    next.y += next.write(`Invoice ${number}`, { x: left, width: full }, { color: grey }) + 14;
  });
  drawHead(sheet, number, paper);
  drawParties(sheet, paper);
  drawLines(sheet, paper);
  drawSums(sheet, paper);
  drawNotes(sheet, paper);
  drawFeet(document, sheet, number);
}

function drawHead(sheet: Sheet, number: string, { seller: [name = "", ...rest] }: Paper): void {
  const half = { x: right - 240, width: 240 };
  sheet.write("Invoice", half, { font: "bold", size: 22, align: "right" });
  sheet.write(number, half, { size: 12, color: grey, align: "right" }, sheet.y + 29);
  const box = { x: left, width: 250 };
  sheet.y += sheet.write(name, box, { font: "bold", size: 14 }) + 4;
  for (const line of rest) sheet.y += sheet.write(line, box, { color: grey }) + 1;
  sheet.y = Math.max(sheet.y, page.margin + 50) + 28;
}

function drawParties(sheet: Sheet, { buyer, facts }: Paper): void {
  const top = sheet.y;
  const box = { x: left, width: 250 };
  sheet.y += sheet.write("Billed to", box, { color: grey, size: 8 }) + 3;
  for (const line of buyer) sheet.y += sheet.write(line, box, { size: 10 }) + 1;
  const below = sheet.y;
  sheet.y = top;
  for (const [label, value] of facts) {
    sheet.write(label, { x: right - 220, width: 80 }, { color: grey });
    sheet.y += sheet.write(value, { x: right - 140, width: 140 }, { align: "right" }) + 3;
  }
  sheet.y = Math.max(sheet.y, below) + 28;
}

function drawLines(sheet: Sheet, { lines, currency }: Paper): void {
  drawColumnHeads(sheet, currency);
  for (const line of lines) {
    const notes = line.notes.join(" · ");
    const small = { size: 8, color: grey };
    const height =
      Math.max(
        sheet.heightOf(line.title, columns.title) +
          (notes ? sheet.heightOf(notes, columns.title, small) + 1 : 0),
        sheet.heightOf(line.tax, columns.tax),
      ) + 12;
    if (sheet.need(height)) drawColumnHeads(sheet, currency);
    const below = sheet.y + sheet.write(line.title, columns.title) + 1;
    if (notes) sheet.write(notes, columns.title, small, below);
    sheet.write(line.quantity, columns.quantity, { align: "right" });
    sheet.write(line.unitPrice, columns.unitPrice, { align: "right" });
    sheet.write(line.tax, columns.tax, { color: grey });
    sheet.write(line.amount, columns.amount, { align: "right" });
    sheet.y += height - 6;
    sheet.rule(pale);
    sheet.y += 6;
  }
}

function drawColumnHeads(sheet: Sheet, currency: string): void {
  const head = { font: "bold", size: 8, color: grey } as const;
  sheet.write("Description", columns.title, head);
  sheet.write("Units", columns.quantity, { ...head, align: "right" });
  sheet.write("Price", columns.unitPrice, { ...head, align: "right" });
  sheet.write("Tax", columns.tax, head);
  sheet.y += sheet.write(`Amount ${currency}`, columns.amount, { ...head, align: "right" }) + 5;
  sheet.rule(grey);
  sheet.y += 6;
}

function drawSums(sheet: Sheet, { sums, taxes, currency }: Paper): void {
  sheet.need(Math.max(sums.length, taxes.length + 1) * 16 + 30);
  sheet.y += 10;
  const top = sheet.y;
  drawTaxes(sheet, taxes);
  const below = sheet.y;
  sheet.y = top;
  for (const [index, [label, amount]] of sums.entries()) {
    const isLast = index === sums.length - 1;
    const style = isLast ? ({ font: "bold", size: 11 } as const) : {};
    if (isLast) {
      sheet.y += 2;
      sheet.rule(grey, sumColumns.label.x, 200);
      sheet.y += 6;
    }
    sheet.write(label, sumColumns.label, style);
    const text = isLast ? `${amount} ${currency}` : amount;
    sheet.y += sheet.write(text, sumColumns.amount, { ...style, align: "right" }) + 4;
  }
  sheet.y = Math.max(sheet.y, below) + 20;
}

function drawTaxes(sheet: Sheet, taxes: Paper["taxes"]): void {
  const small = { size: 8, color: grey } as const;
  const row = (name: string, net: string, tax: string, gross: string, font: "regular" | "bold") => {
    const number = { ...small, font, align: "right" } as const;
    sheet.write(net, taxColumns.net, number);
    sheet.write(tax, taxColumns.tax, number);
    sheet.write(gross, taxColumns.gross, number);
    sheet.y += sheet.write(name, taxColumns.name, { ...small, font }) + 4;
  };
  row("Tax", "Net", "Tax", "Gross", "bold");
  for (const { name, net, tax, gross } of taxes) row(name, net, tax, gross, "regular");
}

function drawNotes(sheet: Sheet, { notes }: Paper): void {
  for (const note of notes) {
    sheet.need(30);
    sheet.y += sheet.write(note, { x: left, width: full }, { color: grey }) + 3;
  }
}

/** Which page it is of how many, once that is known. */
function drawFeet(document: PDFKit.PDFDocument, sheet: Sheet, number: string): void {
  const { start, count } = document.bufferedPageRange();
  for (let index = 0; index < count; index++) {
    document.switchToPage(start + index);
    const y = page.height - page.margin - 10;
    const style = { size: 8, color: grey } as const;
    sheet.write(number, { x: left, width: 200 }, style, y);
    sheet.write(`${index + 1} / ${count}`, { x: right - 100, width: 100 }, { ...style, align: "right" }, y);
  }
}
