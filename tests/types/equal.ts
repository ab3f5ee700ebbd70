/** Identical, not just assignable both ways: tells `any`, optional keys and read-only ones apart. */
export type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

type Leaf = bigint | boolean | symbol | null | undefined | Date | RegExp | URL | Uint8Array;

/** Text or a number without what marks it as of one sort, which the contract does with a symbol of its own. */
type Unmarked<T, Base> = [Exclude<keyof T, keyof Base>] extends [never] ? T : Base;

/** The same type with every intersection and alias in it written out, and brands dropped. */
export type Flat<T> = T extends string
  ? Unmarked<T, string>
  : T extends number
    ? Unmarked<T, number>
    : T extends Leaf
      ? T
      : T extends Map<infer Key, infer Value>
        ? Map<Flat<Key>, Flat<Value>>
        : T extends Set<infer Value>
          ? Set<Flat<Value>>
          : { [Key in keyof T]: Flat<T[Key]> };

/** Whether two types say the same, however they are written. */
export type Same<A, B> = Equal<Flat<A>, Flat<B>>;
