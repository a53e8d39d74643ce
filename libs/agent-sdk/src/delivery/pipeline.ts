import type { IncomingRecord, Task } from '@troupe/messaging';
import { inSpan } from '@troupe/observability';
import { park } from '../dead-letters/park.ts';
import { withAttempts } from './attempts.ts';
import { decideOnce, passageOf, type Passage } from './decide-once.ts';
import { attemptsOf, UNTIL_DONE, type Fate, type PipelineParts } from './pipeline-parts.ts';
import { createRecentIds } from './recent-ids.ts';

/** Deals with one record for good; rejects only when its partition was handed over. */
export type Pipeline = (record: IncomingRecord, task: Task) => Promise<void>;

/**
 * The policies between a subscriber and a handler, in their fixed order: recent ids → parked conversations → read → hops,
 * deadline and events of the conversation → retry around hooks before, handler, hooks after, outputs and decision → dead
 * letter → delivery. Whoever uses an agent cannot misorder them.
 */
export const createPipeline = (parts: PipelineParts): Pipeline => {
  const { clock, observe, holding } = parts;
  const recent = createRecentIds();

  const pass = async (through: Passage): Promise<Fate> => {
    const { record, identity, signal } = through;
    const { inputId } = identity;
    if (recent.has(inputId) || holding?.knows(record, inputId) === true) return 'repeated';
    const waits = holding?.isParked(record) === true;
    const { decision, fate } = await (waits ? park(through, parts) : decideOnce(through, parts));
    await withAttempts(() => decision.deliver(signal), attemptsOf(parts, through, UNTIL_DONE));
    if (decision.outcome === 'dead-lettered') holding?.gaveUp(record, inputId);
    recent.add(inputId);
    return fate;
  };

  return async (record, task) => {
    const startedMs = clock();
    const through = passageOf(record, task.signal, parts);
    await inSpan(through.span, async () => {
      const fate = await pass(through);
      observe(record.topic, fate, (clock() - startedMs) / 1_000);
      through.span?.set({ 'troupe.outcome': fate });
    });
  };
};
