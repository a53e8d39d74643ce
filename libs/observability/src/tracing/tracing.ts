import type { TraceContext } from '@troupe/contracts';

/** What a span says of itself: names and values that help to find the place. Never data of an event, never a secret. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean | string[] | undefined>>;

/** What a span stands for, as in OpenTelemetry. */
export type SpanKind = 'internal' | 'server' | 'client' | 'producer' | 'consumer';

/** What a span begins with. */
export interface SpanOptions {
  /** Default 'internal'. */
  readonly kind?: SpanKind;
  /**
   * What it follows from. Default: the span that is active where it is opened, if there is one. Without a `traceparent` in
   * it a trace begins here.
   */
  readonly parent?: TraceContext;
  /** Other spans that led to it, where several come together. Those without a `traceparent` are left out. */
  readonly links?: readonly TraceContext[];
  readonly attributes?: SpanAttributes;
}

/** A span that has not ended. */
export interface OpenSpan {
  /** What goes on from it: the `traceparent` of what is concluded within it. State and baggage are those of its parent. */
  readonly trace: TraceContext;
  /** For log lines. */
  readonly ids: { readonly trace_id: string; readonly span_id: string };
  /** Adds one that led to it and was not known when it was opened. */
  link(to: TraceContext): void;
  set(attributes: SpanAttributes): void;
  /** Says that it failed: by the error's class or code or an HTTP status, never by its message, which may quote data. */
  fail(error: unknown): void;
  /** Runs something with this span as the active one: what is opened within it follows from it. */
  within<Result>(run: () => Result): Result;
  /** Idempotent. */
  end(): void;
}

/** Spans on their way to a collector. Where tracing is off there is none of these, and nothing is made. */
export interface Tracing {
  open(name: string, options?: SpanOptions): OpenSpan;
  /** Exports what has ended and gives up after 3 s. Idempotent. */
  close(): Promise<void>;
}

/** Runs something that an open span stands for: it fails and ends with it. Without a span it is just run. */
export const inSpan = <Result>(span: OpenSpan | undefined, run: () => Promise<Result>): Promise<Result> =>
  span === undefined ? run() : runIn(span, run);

const runIn = async <Result>(span: OpenSpan, run: () => Promise<Result>): Promise<Result> => {
  try {
    return await span.within(run);
  } catch (error) {
    span.fail(error);
    throw error;
  } finally {
    span.end();
  }
};
