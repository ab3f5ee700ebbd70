import {
  type Context,
  type Span as OtelSpan,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import { noSpan, type Span, type Tracer } from "../../core/telemetry-port.ts";

export interface TracingOptions {
  /** The collector's address, to which `/v1/traces` is added. */
  endpoint: string;
  serviceName: string;
  /** How many of all traces are told of, from 0 to 1. */
  ratio: number;
}

/** For a batch and all its tries: the server waits as long for it when it stops. */
const timeoutMillis = 2_000;

const kinds = { server: SpanKind.SERVER, consumer: SpanKind.CONSUMER, client: SpanKind.CLIENT };
const headerOf = { get: (headers: Headers, name: string) => headers.get(name) ?? undefined, keys: () => [] };

/** Tells an OpenTelemetry collector by OTLP over HTTP, some at a time; one that is away costs the spans alone. */
export function createOtlpTracer({ endpoint, serviceName, ratio }: TracingOptions): Tracer {
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.name": serviceName }),
    sampler: samplerOf(ratio),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, timeoutMillis }),
      }),
    ],
  });
  const tracer = provider.getTracer(serviceName);
  const contexts = new AsyncLocalStorageContextManager().enable();
  const propagator = new W3CTraceContextPropagator();

  async function run<Result>(
    span: OtelSpan,
    parent: Context,
    work: (span: Span) => Promise<Result>,
  ): Promise<Result> {
    const fail = (reason: string) => {
      span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute("error.type", reason);
    };
    try {
      return await contexts.with(trace.setSpan(parent, span), () =>
        work({ note: (attributes) => void span.setAttributes(attributes), fail }),
      );
    } catch (error) {
      fail(error instanceof Error ? error.name : "unknown"); // its message may hold anything
      throw error;
    } finally {
      span.end();
    }
  }

  return {
    trace({ name, kind, attributes, headers }, work) {
      const parent = headers ? propagator.extract(ROOT_CONTEXT, headers, headerOf) : ROOT_CONTEXT;
      return run(
        tracer.startSpan(name, { kind: kinds[kind], ...(attributes && { attributes }) }, parent),
        parent,
        work,
      );
    },
    span({ name, kind, attributes }, work) {
      const parent = contexts.active();
      // What a request set off and did not wait for, such as a job that it woke, is no part of it once it has ended.
      if (!trace.getSpan(parent)?.isRecording()) return work(noSpan);
      const options = { ...(kind && { kind: kinds[kind] }), ...(attributes && { attributes }) };
      return run(tracer.startSpan(name, options, parent), parent, work);
    },
    async close() {
      await provider.shutdown().catch(() => {}); // a collector that is away
    },
  };
}

/** By the trace's id alone: a `traceparent` that anybody may send joins a trace, and does not say whether it is told. */
function samplerOf(ratio: number): ParentBasedSampler {
  const root = new TraceIdRatioBasedSampler(ratio);
  return new ParentBasedSampler({ root, remoteParentSampled: root, remoteParentNotSampled: root });
}
