interface Format {
  /** What is kept of it in the first brackets. */
  number: RegExp;
  /** What stands before it where that is not the country's code; the first is the usual one. */
  letters?: readonly [string, ...string[]];
  ending?: string;
}

/**
 * Those of the European Union by https://ec.europa.eu/taxation_customs/vies/#/faq (question 11); Great Britain's by HMRC
 * (https://www.gov.uk/hmrc-internal-manuals/vat-government-and-public-bodies/vatgpb9400 for GD and HA), XI being Northern
 * Ireland's; Switzerland's by UIDV art. 5, the tax's name behind it in one of three languages; Norway's by
 * https://info.altinn.no, an organisation's number and MVA.
 */
const formats: Readonly<Record<string, Format>> = {
  AT: { number: /^(U\d{8})$/ },
  BE: { number: /^([01]\d{9})$/ },
  BG: { number: /^(\d{9,10})$/ },
  CH: { number: /^(\d{9})(?:MWST|TVA|IVA)?$/, letters: ["CHE"] },
  CY: { number: /^(\d{8}[A-Z])$/ },
  CZ: { number: /^(\d{8,10})$/ },
  DE: { number: /^(\d{9})$/ },
  DK: { number: /^(\d{8})$/ },
  EE: { number: /^(\d{9})$/ },
  ES: { number: /^([A-Z]\d{7}[A-Z0-9]|\d{8}[A-Z])$/ },
  FI: { number: /^(\d{8})$/ },
  FR: { number: /^([A-HJ-NP-Z0-9]{2}\d{9})$/ },
  GB: { number: /^(\d{9}|\d{12}|GD\d{3}|HA\d{3})$/, letters: ["GB", "XI"] },
  GR: { number: /^(\d{9})$/, letters: ["EL"] },
  HR: { number: /^(\d{11})$/ },
  HU: { number: /^(\d{8})$/ },
  IE: { number: /^(\d[A-Z0-9+*]\d{5}[A-Z]|\d{7}[A-W][A-I])$/ },
  IT: { number: /^(\d{11})$/ },
  LT: { number: /^(\d{9}|\d{12})$/ },
  LU: { number: /^(\d{8})$/ },
  LV: { number: /^(\d{11})$/ },
  MT: { number: /^(\d{8})$/ },
  NL: { number: /^(\d{9}B\d{2})$/ },
  NO: { number: /^(\d{9})(?:MVA)?$/, ending: "MVA" },
  PL: { number: /^(\d{10})$/ },
  PT: { number: /^(\d{9})$/ },
  RO: { number: /^(\d{2,10})$/ },
  SE: { number: /^(\d{12})$/ },
  SI: { number: /^(\d{8})$/ },
  SK: { number: /^(\d{10})$/ },
};

/**
 * A VAT id of a country (ISO 3166-1 alpha-2) as it is stored, however it was typed, with its letters or without:
 * `DE123456789`, Greece's as `EL123456789`, `CHE123456789`, `NO123456789MVA`. Undefined where it has not their shape, or
 * where that of the country's is not known. Whether it was given out, and to whom, its authority alone can say.
 */
export function readVatId(country: string, typed: string): string | undefined {
  const format = Object.hasOwn(formats, country) ? formats[country] : undefined;
  if (!format) return undefined;
  const { number, letters = [country], ending = "" } = format;
  const bare = typed
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s./-]/g, "");
  // Without letters first: French numbers may begin with any two, those of France among them.
  for (const before of ["", country, ...letters]) {
    const kept = bare.startsWith(before) ? number.exec(bare.slice(before.length))?.[1] : undefined;
    if (kept === undefined) continue;
    return (letters.includes(before) ? before : letters[0]) + kept + ending;
  }
  return undefined;
}

/** The same of whatever country its first letters say. */
export function readLetteredVatId(typed: string): string | undefined {
  const letters = typed.trim().slice(0, 2).toUpperCase();
  const lettered = Object.entries(formats).find(([, format]) => format.letters?.includes(letters));
  return readVatId(lettered?.[0] ?? letters, typed);
}

/** Whether a VAT id, as `readVatId` writes it, is one of a country. */
export function isVatIdOf(country: string, vatId: string): boolean {
  return readVatId(country, vatId) === vatId;
}

/** Countries whose ids are known here and that are no member states of the European Union. */
const outsideOfUnion: ReadonlySet<string> = new Set(["CH", "GB", "NO"]);

const memberStates = Object.keys(formats).filter((country) => !outsideOfUnion.has(country));

export function isInUnion(country: string): boolean {
  return memberStates.includes(country);
}

/** Whether a VAT id, as `readVatId` writes it, is one of a member state of the European Union. */
export function isUnionVatId(vatId: string): boolean {
  return memberStates.some((country) => isVatIdOf(country, vatId));
}
