import { type TrackedEnvelope, tracked } from "@trpc/server";
import type { z } from "zod";

/** Whoever lost the connection goes on after the last one they saw. */
type EventSchema = z.ZodType<{ id: number }>;

/** The output of a subscription: a check of each of its events, which goes out under its own id. */
export function eventsOf<Schema extends EventSchema>(event: Schema) {
  async function* parse(events: AsyncIterable<z.input<Schema>>) {
    for await (const each of events) {
      const checked = event.parse(each);
      yield tracked(String(checked.id), checked);
    }
  }
  // Sound: these two are types alone, by which tRPC tells what a resolver gives from what a client gets.
  return { event, parse } as { event: Schema; parse: typeof parse } & {
    _input: AsyncIterable<z.input<Schema>>;
    _output: AsyncIterable<TrackedEnvelope<z.output<Schema>>>;
  };
}
