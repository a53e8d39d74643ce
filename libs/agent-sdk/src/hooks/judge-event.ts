import type { Event } from '@troupe/contracts';
import type { Codec } from '@troupe/messaging';
import type { Arrival } from '../delivery/conclude.ts';
import { consumedBy } from '../reaction.ts';
import { isSkipped } from './hook-errors.ts';
import type { BeforeHook } from './hooks.ts';

/** The same event with other data, as if it had come with that: bytes and all, held against its schema. */
const withData = async (arrival: Arrival, data: unknown, codec: Codec): Promise<Arrival> => {
  const { event, record, reaction } = arrival;
  const on = consumedBy(reaction).find(({ type }) => type === event.type);
  if (on === undefined) return arrival;
  const value = await codec.encode(on, data);
  const changed: Event = { ...event, data: await codec.decode(on, value) };
  return { ...arrival, event: changed, record: { ...record, value } };
};

/**
 * Asks the hooks in their order; each sees what the one before made of the event. Undefined when nothing shall be
 * concluded from it.
 * @throws TroupeError DENIED · APPROVAL_REQUIRED · EVENT_INVALID · what a hook threw
 */
export const judgeEvent = async (
  arrival: Arrival,
  hooks: readonly BeforeHook[],
  codec: Codec,
): Promise<Arrival | undefined> => {
  let at = arrival;
  for (const { on, judge } of hooks) {
    if (on !== undefined && on.type !== at.event.type) continue;
    const { log, signal, approval } = at;
    const context = { log, signal, ...(approval && { approval }) };
    const verdict = await judge(at.event, context);
    if (verdict.kind === 'mutate') at = await withData(at, verdict.to, codec);
    else if (verdict.kind !== 'proceed' && isSkipped(verdict, 'before', context)) return undefined;
  }
  return at;
};
