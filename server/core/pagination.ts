import { AppError } from "./errors.ts";

/** The longest cursor that any list makes. */
export const maxCursorLength = 4_000;

/** A page's last sort key and id, as the text that asks for the next page. Opaque to clients. */
export function encodeCursor(position: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(position)).toString("base64url");
}

export type KeyType = "string" | "number";
type Key<Type extends KeyType> = Type extends "string" ? string : number;

/** Reads a cursor back. @throws BAD_REQUEST when it is not one of ours. */
export function decodeCursor<Type extends KeyType>(
  cursor: string,
  keyType: Type,
): [key: Key<Type>, id: string] {
  const position = positionOf(cursor);
  if (position.length !== 2) throw notACursor();
  const [key, id] = position;
  if (!isKey(key, keyType) || typeof id !== "string") throw notACursor();
  return [key, id];
}

/** Reads back a cursor that began with the name of the list's order. @throws BAD_REQUEST when it is not one of that order */
export function decodeCursorOf<Type extends KeyType>(
  order: string,
  cursor: string,
  keyType: Type,
): [key: Key<Type>, id: string] {
  const position = positionOf(cursor);
  if (position.length !== 3) throw notACursor();
  const [name, key, id] = position;
  if (name !== order || !isKey(key, keyType) || typeof id !== "string") throw notACursor();
  return [key, id];
}

export function notACursor(): AppError {
  return new AppError("BAD_REQUEST", { issues: [{ path: "cursor", message: "Not a cursor of this list" }] });
}

function positionOf(cursor: string): unknown[] {
  let position: unknown;
  try {
    position = JSON.parse(Buffer.from(cursor, "base64url").toString());
  } catch {
    throw notACursor();
  }
  if (!Array.isArray(position)) throw notACursor();
  return position;
}

/** JSON has numbers like 1e999, which no statement takes. */
function isKey<Type extends KeyType>(key: unknown, type: Type): key is Key<Type> {
  return type === "number" ? Number.isFinite(key) : typeof key === "string";
}
