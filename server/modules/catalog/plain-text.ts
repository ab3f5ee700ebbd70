/**
 * Comments, scripts and styles with what is in them, else a tag. An unclosed one runs to the end, so that no text makes
 * the search start over: the time grows with the length alone.
 */
const markup = /<!--[\s\S]*?(?:-->|$)|<(script|style)\b[\s\S]*?(?:<\/\1\s*>|$)|<\/?([a-z][a-z0-9]*)[^>]*>?/gi;

/** Tags that stand within a word or a sentence; any other parts the words before it from those after it. */
const inlineTags = new Set(
  "a abbr b bdi bdo cite code em font i kbd mark q s small span strong sub sup u wbr".split(" "),
);

/** The words of an HTML text, without its markup. */
export function plainText(html: string): string {
  return html
    .replace(markup, (_, _hidden, tag?: string) => (tag && inlineTags.has(tag.toLowerCase()) ? "" : " "))
    .replace(/&(#x?)?([a-z0-9]{1,32});/gi, decodeEntity)
    .replace(/\s+/g, " ")
    .trim();
}

/** Those that merchants' editors write, beside the letters with accents: https://html.spec.whatwg.org/entities.json */
const entities = new Map(
  Object.entries({
    amp: "&",
    lt: "<",
    gt: ">",
    quot: '"',
    apos: "'",
    nbsp: " ",
    shy: "",
    ndash: "–",
    mdash: "—",
    lsquo: "‘",
    rsquo: "’",
    ldquo: "“",
    rdquo: "”",
    laquo: "«",
    raquo: "»",
    hellip: "…",
    bull: "•",
    middot: "·",
    deg: "°",
    times: "×",
    frac12: "½",
    euro: "€",
    pound: "£",
    copy: "©",
    reg: "®",
    trade: "™",
    szlig: "ß",
    aelig: "æ",
    AElig: "Æ",
    oslash: "ø",
    Oslash: "Ø",
    oelig: "œ",
    OElig: "Œ",
  }),
);

/** `&eacute;` is an e and an acute accent. */
const accents = new Map([
  ["grave", "\u0300"],
  ["acute", "\u0301"],
  ["circ", "\u0302"],
  ["tilde", "\u0303"],
  ["uml", "\u0308"],
  ["ring", "\u030a"],
  ["cedil", "\u0327"],
  ["caron", "\u030c"],
]);

function decodeEntity(entity: string, numeric: string | undefined, name: string): string {
  if (numeric) return decodeCodePoint(Number.parseInt(name, numeric.length > 1 ? 16 : 10)) ?? entity;
  const accent = accents.get(name.slice(1));
  return accent ? (name.charAt(0) + accent).normalize("NFC") : (entities.get(name) ?? entity);
}

function decodeCodePoint(code: number): string | undefined {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
