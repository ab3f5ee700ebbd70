/** One difference between a contract and the one before. */
export interface Change {
  /** Such as `cart.addLine input.quantity`. */
  path: string;
  /** What it is now, in words. */
  text: string;
  /** Whether a caller who was right before may be wrong now. */
  breaks: boolean;
}

/** Which side of the wire a type is on: what callers send may only become wider, what they get only narrower. */
export type Direction = "input" | "output";
