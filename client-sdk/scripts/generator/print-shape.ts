import type { Field, Item, ObjectShape, Shape } from "./shape.ts";
import { docComment, sortMembers } from "./syntax.ts";

const width = 110;
const step = "  ";

/** A shape in one line, without what is said of its fields: equal for two shapes that are equal. */
export function printFlat(shape: Shape): string {
  switch (shape.kind) {
    case "word":
      return shape.text;
    case "name":
      return shape.name;
    case "union":
      return sortMembers(shape.members.map((member) => among(member, printFlat(member)))).join(" | ");
    case "array":
      return `${shape.readonly ? "readonly " : ""}${grouped(shape.element, printFlat(shape.element))}[]`;
    case "tuple":
      return `${shape.readonly ? "readonly " : ""}[${shape.items.map(printItem).join(", ")}]`;
    case "generic":
      return `${shape.name}<${shape.of.map(printFlat).join(", ")}>`;
    case "object": {
      const fields = shape.fields.map((field) => `${fieldHead(field)}${printFlat(field.shape)}`);
      const own = fields.length > 0 ? [`{ ${fields.join("; ")} }`] : [];
      return [...shape.bases, ...own].join(" & ") || "{}";
    }
  }
}

/**
 * A shape laid out for people: in one line where it fits beside `used` letters and nothing is said of its fields.
 * The first line is not indented, since something stands before it.
 */
export function printShape(shape: Shape, indent = "", used = indent.length): string {
  if (!documented(shape)) {
    const flat = printFlat(shape);
    if (used + flat.length < width || shape.kind === "word") return flat;
  }
  const deeper = indent + step;
  switch (shape.kind) {
    case "union": {
      const members = new Map(shape.members.map((member) => [printFlat(member), member]));
      const texts = sortMembers(members.keys()).map((key) => {
        const member = members.get(key);
        return `\n${deeper}| ${member ? among(member, printShape(member, `${deeper}  `)) : key}`;
      });
      return texts.join("");
    }
    case "array":
      return `${shape.readonly ? "readonly " : ""}${grouped(shape.element, printShape(shape.element, indent, used), indent)}[]`;
    case "generic":
      return `${shape.name}<\n${shape.of.map((each) => printArgument(each, indent)).join(",\n")}\n${indent}>`;
    case "object":
      return [...shape.bases, printBlock(shape, indent)].join(" & ");
    default:
      return printFlat(shape);
  }
}

/** An argument on lines of its own: alternatives stand below each other as deep as it would. */
function printArgument(shape: Shape, indent: string): string {
  const text = printShape(shape, indent + step);
  return text.startsWith("\n") ? printShape(shape, indent, width).slice(1) : `${indent}${step}${text}`;
}

/** The fields of an object, each on a line of its own below what is said of it. */
export function printBlock({ fields }: ObjectShape, indent = ""): string {
  const deeper = indent + step;
  const lines = fields.map((field) => {
    return `${docComment(field.doc, deeper)}${printAfter(`${deeper}${fieldHead(field)}`, field.shape, deeper)};\n`;
  });
  return `{\n${lines.join("")}${indent}}`;
}

/** A shape after what stands before it on its line, such as `total: `. */
export function printAfter(head: string, shape: Shape, indent = ""): string {
  const text = printShape(shape, indent, head.length);
  return (text.startsWith("\n") ? head.trimEnd() : head) + text;
}

function documented(shape: Shape): boolean {
  switch (shape.kind) {
    case "word":
    case "name":
      return false;
    case "union":
      return shape.members.some(documented);
    case "array":
      return documented(shape.element);
    case "tuple":
      return shape.items.some((item) => documented(item.shape));
    case "generic":
      return shape.of.some(documented);
    case "object":
      return shape.fields.some((field) => field.doc !== undefined || documented(field.shape));
  }
}

function fieldHead({ name, optional, readonly }: Field): string {
  return `${readonly ? "readonly " : ""}${name}${optional ? "?" : ""}: `;
}

function printItem({ name, mark, shape }: Item): string {
  const text = printFlat(shape);
  if (mark === "...") return `...${name === undefined ? "" : `${name}: `}${grouped(shape, text)}[]`;
  if (name !== undefined) return `${name}${mark}: ${text}`;
  return mark === "?" ? `${grouped(shape, text)}?` : text;
}

/** An intersection among alternatives, set apart for people. */
function among(shape: Shape, text: string): string {
  const joined = shape.kind === "object" && shape.bases.length + Math.sign(shape.fields.length) > 1;
  return joined ? `(${text})` : text;
}

/** What binds less than `[]` does needs parentheses before it. */
function grouped(shape: Shape, text: string, indent = ""): string {
  const loose =
    shape.kind === "union" ||
    ((shape.kind === "array" || shape.kind === "tuple") && shape.readonly) ||
    (shape.kind === "object" && shape.bases.length > 0);
  if (!loose) return text;
  return text.startsWith("\n") ? `(${text}\n${indent})` : `(${text})`;
}
