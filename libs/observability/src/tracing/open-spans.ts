import type * as Api from '@opentelemetry/api';
import type { Attributes, Context, Link, Span, SpanContext, Tracer } from '@opentelemetry/api';
import { TroupeError, type TraceContext } from '@troupe/contracts';
import type { OpenSpan, SpanAttributes, SpanOptions, Tracing } from './tracing.ts';

/** The interface of OpenTelemetry, which is loaded only where tracing is on. */
export type TracingApi = typeof Api;

const spanContextOf = ({ traceparent }: TraceContext): SpanContext | undefined => {
  const [, traceId, spanId, flags] = traceparent?.split('-') ?? [];
  if (traceId === undefined || spanId === undefined) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags ?? '0', 16), isRemote: true };
};

const linksOf = (traces: readonly TraceContext[]): Link[] =>
  traces.flatMap((trace) => {
    const context = spanContextOf(trace);
    return context === undefined ? [] : [{ context }];
  });

const parentOf = (api: TracingApi, parent: TraceContext | undefined): Context => {
  if (parent === undefined) return api.context.active();
  const context = spanContextOf(parent);
  return context === undefined ? api.ROOT_CONTEXT : api.trace.setSpanContext(api.ROOT_CONTEXT, context);
};

const hex = (flags: number): string => flags.toString(16).padStart(2, '0');

/** State and baggage are handed on as they are: nothing here adds to them. */
const traceOfSpan = ({ traceId, spanId, traceFlags }: SpanContext, { tracestate, baggage }: TraceContext) => ({
  traceparent: `00-${traceId}-${spanId}-${hex(traceFlags)}`,
  ...(tracestate !== undefined && { tracestate }),
  ...(baggage !== undefined && { baggage }),
});

/** The class of an error, or the code of one of ours: few values, and no data in them. */
const errorTypeOf = (error: unknown): string => {
  if (TroupeError.is(error)) return error.code;
  if (typeof error === 'string' && HTTP_STATUS.test(error)) return error;
  return error instanceof Error ? error.name : typeof error;
};

const HTTP_STATUS = /^\d{3}$/;

const defined = (attributes: SpanAttributes): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));

const openSpan = (api: TracingApi, span: Span, around: Context, parent: TraceContext): OpenSpan => {
  const context = span.spanContext();
  const inside = api.trace.setSpan(around, span);
  let ended = false;
  return {
    trace: traceOfSpan(context, parent),
    ids: { trace_id: context.traceId, span_id: context.spanId },
    link: (to) => void span.addLinks(linksOf([to])),
    set: (attributes) => void span.setAttributes(defined(attributes)),
    fail: (error) => {
      span.setAttribute('error.type', errorTypeOf(error));
      span.setStatus({ code: api.SpanStatusCode.ERROR });
    },
    within: (run) => api.context.with(inside, run),
    end: () => {
      if (!ended) span.end();
      ended = true;
    },
  };
};

const kindOf = (api: TracingApi, kind: SpanOptions['kind'] = 'internal') =>
  ({
    internal: api.SpanKind.INTERNAL,
    server: api.SpanKind.SERVER,
    client: api.SpanKind.CLIENT,
    producer: api.SpanKind.PRODUCER,
    consumer: api.SpanKind.CONSUMER,
  })[kind];

/** Opens spans of a tracer. */
export const openSpans =
  (api: TracingApi, tracer: Tracer): Tracing['open'] =>
  (name, { kind, parent, links = [], attributes = {} } = {}) => {
    const around = parentOf(api, parent);
    const options = { kind: kindOf(api, kind), links: linksOf(links), attributes: defined(attributes) };
    return openSpan(api, tracer.startSpan(name, options, around), around, parent ?? {});
  };
