export type IdPrefix =
  | "cus"
  | "addr"
  | "ses"
  | "inv"
  | "key"
  | "prod"
  | "var"
  | "img"
  | "offer"
  | "cat"
  | "promo"
  | "ship"
  | "cart"
  | "line"
  | "ord"
  | "oline"
  | "pay"
  | "loc"
  | "ful"
  | "ret"
  | "ref"
  | "dsp"
  | "pout";

/** A new id whose order is the order of making (UUID v7), so that indexes grow at their end: `prod_0193…`. */
export function newId(prefix: Exclude<IdPrefix, "cart">): string {
  return `${prefix}_${Bun.randomUUIDv7().replaceAll("-", "")}`;
}

/** A new cart id: 192 random bits, since whoever knows it may use the cart. */
export function newCartId(): string {
  return `cart_${randomToken()}`;
}

/** 192 random bits as 32 characters that a URL can hold. */
export function randomToken(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(24))).toString("base64url");
}

/** Crockford's base 32: no letter that is taken for a digit when read aloud. https://www.crockford.com/base32.html */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A new order number of 50 random bits, such as `7K3MQ-9Q2XB`: it tells nobody how many orders there are. */
export function newOrderNumber(): string {
  return `${randomWord(5)}-${randomWord(5)}`;
}

/** An order number as somebody typed it, as it is kept: letters that are taken for digits are read as those. */
export function readOrderNumber(typed: string): string {
  const characters = typed
    .toUpperCase()
    .replaceAll(/[\s-]/g, "")
    .replaceAll("O", "0")
    .replaceAll(/[IL]/g, "1");
  return `${characters.slice(0, 5)}-${characters.slice(5)}`;
}

/** That many characters for people to read and type, each of 5 random bits. */
export function randomWord(length: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(length)), (byte) => alphabet[byte % 32]).join("");
}
