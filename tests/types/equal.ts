import type { z } from "zod";

/** Identical, not just assignable both ways: tells `any`, optional keys and read-only ones apart. */
export type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

type Leaf = string | number | bigint | boolean | symbol | null | undefined | Date;

/** The same type with every intersection and alias in it written out, and brands dropped as the contract drops them. */
export type Flat<T> = T extends z.core.$brand
  ? T extends infer Base extends string | number
    ? Base extends string
      ? string
      : number
    : never
  : T extends Leaf
    ? T
    : T extends Map<infer Key, infer Value>
      ? Map<Flat<Key>, Flat<Value>>
      : T extends Set<infer Value>
        ? Set<Flat<Value>>
        : { [Key in keyof T]: Flat<T[Key]> };

/** Whether two types say the same, however they are written. */
export type Same<A, B> = Equal<Flat<A>, Flat<B>>;
