import { type Html, html } from "./html.ts";

/** The page around the text of every mail: one column that reads well without styles or pictures. */
export function page(title: string, body: Html): string {
  const { source } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
</head>
<body style="margin: 0 auto; max-width: 36rem; padding: 1.5rem; font: 1rem/1.5 sans-serif; color: #222">
<h1 style="font-size: 1.4rem">${title}</h1>
${body}
</body>
</html>
`;
  return source;
}

/** Text that people typed, as one line: a line break of theirs must not look like a line of ours. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
