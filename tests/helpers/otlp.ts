import { z } from "zod";

const attribute = z.object({
  key: z.string(),
  value: z.object({ stringValue: z.string().optional(), intValue: z.number().optional() }),
});

const sent = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(attribute) }),
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              traceId: z.string(),
              spanId: z.string(),
              parentSpanId: z.string().optional(),
              name: z.string(),
              kind: z.number(),
              attributes: z.array(attribute),
              events: z.array(z.unknown()),
              status: z.object({ code: z.number(), message: z.string().optional() }),
            }),
          ),
        }),
      ),
    }),
  ),
});

export interface ReceivedSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string | undefined;
  name: string;
  /** 1 internal, 2 server, 3 client, 5 consumer. */
  kind: number;
  attributes: Record<string, string | number | undefined>;
  /** 2 for an error. */
  status: number;
}

/** A collector that takes traces by OTLP over HTTP, in JSON: https://opentelemetry.io/docs/specs/otlp/#otlphttp */
export function startCollector() {
  const bodies: string[] = [];
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    routes: {
      "/v1/traces": async (request) => {
        bodies.push(await request.text());
        return Response.json({});
      },
    },
    fetch: () => new Response(null, { status: 404 }),
  });
  return {
    endpoint: server.url.origin,
    /** All that has come, as it came. */
    text: () => bodies.join("\n"),
    spans: (): ReceivedSpan[] => bodies.flatMap((body) => spansOf(sent.parse(JSON.parse(body)))),
    stop: () => server.stop(true),
  };
}

function spansOf({ resourceSpans }: z.infer<typeof sent>): ReceivedSpan[] {
  return resourceSpans
    .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
    .map(({ attributes, status, events: _, ...span }) => ({
      ...span,
      status: status.code,
      attributes: Object.fromEntries(
        attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue]),
      ),
    }));
}
