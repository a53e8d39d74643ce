import { withAttempts } from '../delivery/attempts.ts';
import { outlasting, PARKED, parkedLetterOf } from '../delivery/dead-letter.ts';
import type { Decided, Passage } from '../delivery/decide-once.ts';
import type { MadeDecision } from '../delivery/decider.ts';
import { attemptsOf, UNTIL_DONE, type PipelineParts } from '../delivery/pipeline-parts.ts';
import { tellHeld } from './tell-held.ts';

/**
 * Appends an event of a parked conversation to the log of dead letters instead of handling it. It is a decision like any
 * other: if somebody has handled the event meanwhile, that holds.
 */
export const park = async (through: Passage, parts: PipelineParts): Promise<Decided> => {
  const { record, identity, signal } = through;
  const request = { ...identity, partition: record.partition, outcome: 'dead-lettered' as const };
  const parking = { agent: parts.agent.name, parkedAtMs: parts.clock() };
  const store = async (): Promise<MadeDecision> => {
    const letter = parkedLetterOf(await outlasting(record, parts.codec), identity, parking);
    const held = await tellHeld({ record, subject: identity, letter: letter.id, code: PARKED }, parts);
    return parts.decider.decide(request, () => Promise.resolve([letter, ...held]), signal);
  };
  const decision = await withAttempts(store, attemptsOf(parts, through, UNTIL_DONE));
  return { decision, fate: decision.outcome === 'dead-lettered' ? 'parked' : 'decided' };
};
