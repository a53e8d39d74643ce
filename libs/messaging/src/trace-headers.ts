import type { TraceContext } from '@troupe/contracts';

/** Not all zeros in either id: W3C says that such a one is none. */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
const PRINTABLE = /^[\x20-\x7e]+$/;
const LONGEST_STATE = 512;
const LONGEST_BAGGAGE = 8_192;

const fit = (text: unknown, longest: number): text is string =>
  typeof text === 'string' && text.length <= longest && PRINTABLE.test(text);

/**
 * The trace context in the headers of a record or a request. What is malformed or too long is left out, and `tracestate`
 * with a `traceparent` that is: W3C Trace Context and W3C Baggage ask for that.
 */
export const traceIn = (headers: Readonly<Record<string, unknown>>): TraceContext => {
  const { traceparent, tracestate, baggage } = headers;
  const isTraced = typeof traceparent === 'string' && TRACEPARENT.test(traceparent);
  return {
    ...(isTraced && { traceparent }),
    ...(isTraced && fit(tracestate, LONGEST_STATE) && { tracestate }),
    ...(fit(baggage, LONGEST_BAGGAGE) && { baggage }),
  };
};

/** The part of an envelope, or of what hands one on, that says which trace it belongs to. */
export const traceOf = ({ traceparent, tracestate, baggage }: TraceContext): TraceContext => ({
  ...(traceparent !== undefined && { traceparent }),
  ...(tracestate !== undefined && { tracestate }),
  ...(baggage !== undefined && { baggage }),
});
