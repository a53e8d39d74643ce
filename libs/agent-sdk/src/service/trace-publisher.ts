import { traceIn, type Publisher } from '@troupe/messaging';
import { inSpan, openSendSpan, type Tracing } from '@troupe/observability';

/** A publisher whose calls have spans: from when records are handed over until they are acknowledged. */
export const tracePublisher = (publisher: Publisher, tracing: Tracing): Publisher => ({
  ...publisher,
  publish: async (records) => {
    if (records.length === 0) return;
    const span = openSendSpan(
      tracing,
      records,
      records.map(({ headers }) => traceIn(headers)),
    );
    await inSpan(span, () => publisher.publish(records));
  },
});
