import type { EventSchema, SchemaFile } from '@troupe/contracts/avro';
import { newEvent } from './event/write-event.ts';
import type { KnownEvents } from './known-events.ts';

/** What a new event says until somebody writes more: why, and who concluded it. */
const FIELDS = [
  { name: 'reason', type: 'string', doc: 'What it was concluded from, for people.' },
  { name: 'decidedBy', type: 'string', doc: 'Which engine answered, with its version.' },
] as const;

/** A new event type that a service or saga concludes: a reason, and by whom. @throws TroupeError DEFINITION_INVALID */
export const concludedEvent = (
  { type, domain, by, audience }: { type: string; domain: string; by: string; audience?: EventSchema['audience'] },
  events: KnownEvents,
): SchemaFile =>
  newEvent({ type, domain, doc: `What ${by} concluded.`, fields: FIELDS, ...(audience && { audience }) }, events);
