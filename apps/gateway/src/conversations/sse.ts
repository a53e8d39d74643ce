import type { Signal } from '@troupe/database';
import type { LedgerEvent } from '@troupe/ledger-reader';

/** How long a client waits before it connects again. */
const RETRY_MS = 1_000;

/** What a stream begins with. */
export const OPENING = `retry: ${RETRY_MS}\n\n`;

/** Says nothing, so that whoever is between keeps the connection open. */
export const KEEP_ALIVE = ': still here\n\n';

/** Says that nothing follows, to a client that asked for that. */
export const END = 'event: end\ndata: resolved\n\n';

/** An event as a server-sent event: its position is what a client resumes from. JSON has no line breaks of its own. */
export const frameOf = (event: LedgerEvent): string =>
  `id: ${event.position}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;

/** A signal as a server-sent event. It has no id: a client that connects again goes on after its last event of the log. */
export const frameOfSignal = ({ kind, data }: Signal): string =>
  `event: signal\ndata: ${JSON.stringify({ kind, data })}\n\n`;
