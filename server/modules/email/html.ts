type Value = string | number | Html | readonly Html[];

/** HTML that is safe to send: `html` alone makes it. */
export class Html {
  constructor(readonly source: string) {}
}

/** Markup as it is written, with every value in it escaped unless it is markup itself. */
export function html(markup: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(String.raw({ raw: markup }, ...values.map(sourceOf)));
}

function sourceOf(value: Value): string {
  if (value instanceof Html) return value.source;
  if (typeof value === "object") return value.map(({ source }) => source).join("");
  return Bun.escapeHTML(value);
}
