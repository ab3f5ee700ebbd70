import { AppError } from "./errors.ts";

/** A page's last sort key and id, as the text that asks for the next page. Opaque to clients. */
export function encodeCursor(position: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(position)).toString("base64url");
}

/** Reads a cursor back. @throws BAD_REQUEST when it is not one of ours. */
export function decodeCursor<Key extends "string" | "number">(
  cursor: string,
  keyType: Key,
): [key: Key extends "string" ? string : number, id: string] {
  const invalid = () =>
    new AppError("BAD_REQUEST", { issues: [{ path: "cursor", message: "Not a cursor of this list" }] });
  let position: unknown;
  try {
    position = JSON.parse(Buffer.from(cursor, "base64url").toString());
  } catch {
    throw invalid();
  }
  if (!Array.isArray(position) || position.length !== 2) throw invalid();
  const [key, id] = position;
  if (typeof key !== keyType || typeof id !== "string") throw invalid();
  return [key, id];
}
