import { type TrackedEnvelope, tracked } from "@trpc/server";
import type { z } from "zod";
import { MappedEvents } from "./mapped-events.ts";

/** Whoever lost the connection goes on after the last one they saw. */
type EventSchema = z.ZodType<{ id: number }>;

/** The output of a subscription: a check of each of its events, which goes out under its own id. */
export function eventsOf<Schema extends EventSchema>(event: Schema) {
  const check = (each: z.input<Schema>) => {
    const checked = event.parse(each);
    return tracked(String(checked.id), checked);
  };
  const parse = (events: AsyncIterable<z.input<Schema>>) =>
    new MappedEvents(events[Symbol.asyncIterator](), check);
  // Sound: these two are types alone, by which tRPC tells what a resolver gives from what a client gets.
  return { event, parse } as { event: Schema; parse: typeof parse } & {
    _input: AsyncIterable<z.input<Schema>>;
    _output: AsyncIterable<TrackedEnvelope<z.output<Schema>>>;
  };
}
