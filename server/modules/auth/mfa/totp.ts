import { Secret, TOTP } from "otpauth";

/** What every authenticator app can do: https://datatracker.ietf.org/doc/html/rfc6238 */
const parameters = { issuer: "Bodega", algorithm: "SHA1", digits: 6, period: 30 };

/** How many steps the clock of a phone may be ahead or behind. */
const drift = 1;

/** A new secret of 160 random bits, in base32. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** Where a customer's secret is stored, as the vault knows it. */
export function placeOfSecret(customerId: string): string {
  return `totp ${customerId}`;
}

/** What an authenticator app reads from a QR code. */
export function totpUri(secret: string, email: string): string {
  return totp(secret, email).toString();
}

/** The time step whose code it is; undefined for a code of none that is near. */
export function stepOfCode(secret: string, code: string, now: Date): number | undefined {
  const moment = { timestamp: now.getTime() };
  const delta = totp(secret).validate({ token: code, window: drift, ...moment });
  return delta === null ? undefined : TOTP.counter({ period: parameters.period, ...moment }) + delta;
}

function totp(secret: string, label = ""): TOTP {
  return new TOTP({ ...parameters, label, secret: Secret.fromBase32(secret) });
}
