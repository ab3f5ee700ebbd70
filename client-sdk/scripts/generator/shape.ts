/** A type as the contract writes it. Nothing in it leads back to the program that it was read from. */
export type Shape =
  /** A keyword or a literal, as it is written. */
  | { kind: "word"; text: string }
  /** A declaration of the contract. */
  | { kind: "name"; name: string }
  | { kind: "union"; members: readonly Shape[] }
  | { kind: "array"; element: Shape; readonly: boolean }
  | { kind: "tuple"; items: readonly Item[]; readonly: boolean }
  | { kind: "generic"; name: string; of: readonly Shape[] }
  | ObjectShape;

export interface ObjectShape {
  kind: "object";
  /** Declarations whose fields it has too. */
  bases: readonly string[];
  fields: readonly Field[];
}

export interface Field {
  /** As it is written: quoted where the language asks for it, or an index signature. */
  name: string;
  optional: boolean;
  readonly: boolean;
  shape: Shape;
  doc: string | undefined;
  /** What it was made of: two fields of one origin are one field, of which one object took the other's. */
  origin: object | undefined;
}

export interface Item {
  name: string | undefined;
  mark: "" | "?" | "...";
  shape: Shape;
}

/** What stands under a name of its own. */
export interface Declaration {
  shape: Shape;
  doc: string | undefined;
}

export type Declarations = ReadonlyMap<string, Declaration>;

export const word = (text: string): Shape => ({ kind: "word", text });

/** Several shapes as one: unions in it are dissolved, and both truth values are what people call `boolean`. */
export function unionOf(shapes: readonly Shape[]): Shape {
  const members = shapes.flatMap((shape) => (shape.kind === "union" ? shape.members : [shape]));
  const isTruth = (shape: Shape) =>
    shape.kind === "word" && (shape.text === "true" || shape.text === "false");
  const whole =
    members.filter(isTruth).length < 2
      ? members
      : [word("boolean"), ...members.filter((each) => !isTruth(each))];
  const [only, ...more] = whole;
  return only && more.length === 0 ? only : { kind: "union", members: whole };
}

/** The same with other shapes in the place of those directly in it. */
export function mapShape(shape: Shape, map: (inner: Shape, hint?: string) => Shape): Shape {
  switch (shape.kind) {
    case "word":
    case "name":
      return shape;
    case "union":
      return { ...shape, members: shape.members.map((member) => map(member)) };
    case "array":
      return { ...shape, element: map(shape.element) };
    case "tuple":
      return { ...shape, items: shape.items.map((item) => ({ ...item, shape: map(item.shape) })) };
    case "generic":
      return { ...shape, of: shape.of.map((each) => map(each)) };
    case "object":
      return {
        ...shape,
        fields: shape.fields.map((field) => ({ ...field, shape: map(field.shape, field.name) })),
      };
  }
}
