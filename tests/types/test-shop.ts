import type * as entry from "../../testing/index.ts";
import type * as published from "../../testing/public.d.ts";
import type { Equal } from "./equal.ts";

/** Fails to compile where `bodega/testing` is not what its types say it is. */
function assert<_True extends true>(): void {}

assert<Equal<keyof typeof entry, keyof typeof published>>();
assert<typeof entry extends typeof published ? true : false>();
