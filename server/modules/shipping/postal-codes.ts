/**
 * How countries write their postal codes: `#` is a digit, `@` a letter, `*` either, all else stands for itself, and an
 * empty format says that addresses also do without. Countries that are not here have no codes, or few use them.
 * The shapes, and where a code is required, are those of Google's address data (libaddressinput) as listed in
 * https://github.com/commerceguys/addressing; whether a code of the right shape was given out is not known here.
 */
const formats: readonly (readonly [countries: string, formats: readonly string[]])[] = [
  ["AT AU BE CH DK GL HU LI LU NO NZ SJ ZA", ["####"]],
  ["AX BL DE EE ES FI FR GF GP IT KR LT MF MQ MX MY NC PF PM RE SM TR UA WF YT", ["#####"]],
  ["CN IN RO RU SG", ["######"]],
  ["CZ GR SE SK", ["### ##"]],
  ["AS FM GU MH MP PR PW US VI", ["#####", "#####-####"]],
  ["CA", ["@#@ #@#"]],
  ["GB", ["@# #@@", "@## #@@", "@@# #@@", "@@## #@@", "@#@ #@@", "@@#@ #@@"]],
  ["GG", ["GY# #@@", "GY## #@@"]],
  ["IM", ["IM# #@@", "IM## #@@"]],
  ["JE", ["JE# #@@", "JE## #@@"]],
  ["NL", ["#### @@"]],
  ["PL", ["##-###"]],
  ["PT", ["####-###"]],
  ["JP", ["###-####"]],
  ["BR", ["#####-###"]],
  ["LV", ["LV-####"]],
  ["TW", ["###", "#####", "######"]],
  ["FO GN IS LS MG PG", ["", "###"]],
  ["AF AL BD BG CV CX CY ET GE GW HT LR MK MZ NE PH PY SI TN VE", ["", "####"]],
  [
    "BA BT CU DO DZ EG EH GT HN HR ID IQ JO KE KW LA LK MA MC ME MM MN MV NA NI NP PK SA SD SN TH UY VA ZM",
    ["", "#####"],
  ],
  ["BY CO EC KG KZ NG TJ TM UZ", ["", "######"]],
  ["RS VN", ["", "#####", "######"]],
  ["AR", ["", "####", "@####", "@####@@@"]],
  ["AD", ["", "AD###"]],
  ["AZ", ["", "AZ ####", "####"]],
  ["BB", ["", "BB#####"]],
  ["IE", ["", "*** ****"]],
  ["IL", ["", "#######", "#####"]],
  ["IR", ["", "#####-#####"]],
  ["MD", ["", "MD-####", "####"]],
  ["MT", ["", "@@@ ##", "@@@ ###", "@@@ ####"]],
];

const separators = /[ -]/g;

interface Format {
  pattern: RegExp;
  /** As it is written out: each character of a code goes to a place that is not a separator. */
  places: string;
}

const formatsByCountry: ReadonlyMap<string, readonly Format[]> = new Map(
  formats.flatMap(([countries, written]) => {
    const parsed = written.map(parseFormat);
    return countries.split(" ").map((country) => [country, parsed] as const);
  }),
);

/** The formats of every country that has some, for whoever explains or tests them. */
export const postalCodeFormats: ReadonlyMap<string, readonly string[]> = new Map(
  [...formatsByCountry].map(([country, all]) => [country, all.map(({ places }) => places)]),
);

/**
 * A postal code as its country writes it, however it was typed: "sw1y4jh" is "SW1Y 4JH". Undefined when the country has
 * no such codes; whatever was typed, or nothing, where codes are not in use.
 */
export function formatPostalCode(country: string, typed: string): string | undefined {
  const code = typed.trim().toUpperCase();
  const known = formatsByCountry.get(country);
  if (!known) return code;
  const bare = code.replace(separators, "");
  const format = known.find(({ pattern }) => pattern.test(bare));
  return format && writeOut(bare, format.places);
}

function parseFormat(places: string): Format {
  const classes: Record<string, string> = { "#": "[0-9]", "@": "[A-Z]", "*": "[0-9A-Z]" };
  const bare = [...places.replace(separators, "")];
  return { places, pattern: new RegExp(`^${bare.map((place) => classes[place] ?? place).join("")}$`) };
}

function writeOut(bare: string, places: string): string {
  let used = 0;
  return places.replace(/[^ -]/g, () => bare.charAt(used++));
}
