import type { InvoicePrinter } from "../../core/ports.ts";
import { readBundled } from "../bundled-file.ts";
import { drawInvoice, type Printed } from "./draw-invoice.ts";
import { fontFiles } from "./fonts.ts";
import { page } from "./sheet.ts";

/** Prints with PDFKit, which comes in, as the fonts do, with the first invoice: most processes never print one. */
export function createInvoicePrinter(): InvoicePrinter {
  let loading: ReturnType<typeof load> | undefined;
  return {
    async print(invoice) {
      loading ??= load();
      const { PDFDocument, regular, bold } = await loading;
      const document = new PDFDocument(optionsOf(invoice, regular));
      const file = gather(document);
      document.registerFont("regular", regular).registerFont("bold", bold);
      drawInvoice(document, invoice);
      document.end();
      return file;
    },
  };
}

async function load() {
  const [{ default: PDFDocument }, regular, bold] = await Promise.all([
    import("pdfkit"),
    readBundled(fontFiles.regular),
    readBundled(fontFiles.bold),
  ]);
  return { PDFDocument, regular, bold };
}

/** Nothing in it tells when, or on which machine, it was printed. */
function optionsOf({ number, paper, issuedAt }: Printed, font: Buffer): PDFKit.PDFDocumentOptions {
  return {
    size: [page.width, page.height],
    margin: 0, // the sheet breaks pages itself
    bufferPages: true,
    // Sound: PDFKit takes bytes too, and would read its own Helvetica otherwise.
    font: font as unknown as string,
    lang: "en",
    displayTitle: true,
    info: { Title: `Invoice ${number}`, Author: paper.seller[0] ?? "", CreationDate: issuedAt },
  };
}

function gather(document: PDFKit.PDFDocument): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const chunks: Buffer[] = [];
  document.on("data", (chunk: Buffer) => chunks.push(chunk));
  document.on("end", () => resolve(Buffer.concat(chunks)));
  document.on("error", reject);
  return promise;
}
