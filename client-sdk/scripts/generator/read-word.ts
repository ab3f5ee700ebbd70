import ts from "typescript-api";
import { Fault } from "./fault.ts";
import { printType } from "./reader.ts";
import { type Shape, word } from "./shape.ts";

const { TypeFlags } = ts;

const keywords = new Map<number, string>([
  [TypeFlags.String, "string"],
  [TypeFlags.Number, "number"],
  [TypeFlags.BigInt, "bigint"],
  [TypeFlags.Undefined, "undefined"],
  [TypeFlags.Void, "void"],
  [TypeFlags.Null, "null"],
  [TypeFlags.Never, "never"],
  [TypeFlags.Unknown, "unknown"],
  [TypeFlags.NonPrimitive, "object"],
]);

/** What the checker writes as it is to be read. */
const written =
  TypeFlags.BigIntLiteral | TypeFlags.BooleanLiteral | TypeFlags.TemplateLiteral | TypeFlags.StringMapping;

/** A type that is one word: a keyword or a literal. Undefined for what has parts. @throws Fault for what is neither */
export function readWord(checker: ts.TypeChecker, type: ts.Type, path: string): Shape | undefined {
  const { flags } = type;
  if (flags & TypeFlags.Any) throw new Fault(path, "is any");
  if (flags & TypeFlags.ESSymbolLike) throw new Fault(path, "is a symbol, which does not cross the wire");
  if (type.isStringLiteral()) return word(JSON.stringify(type.value));
  if (type.isNumberLiteral()) return word(String(type.value));
  if (flags & written) return word(printType(checker, type));
  const keyword = keywords.get(flags);
  if (keyword !== undefined) return word(keyword);
  if (flags & (TypeFlags.Object | TypeFlags.Intersection)) return undefined;
  throw new Fault(path, `${printType(checker, type)} is not worked out`);
}
