import { randomUUID } from 'node:crypto';
import { AgentInstructed, TroupeError, type AgentInstructedInput } from '@troupe/contracts';
import type { Codec, Publisher } from '@troupe/messaging';
import { fleetRecord } from './fleet-record.ts';

/** What giving an instruction takes. */
export interface InstructOptions {
  readonly publisher: Pick<Publisher, 'publish'>;
  readonly codec: Codec;
}

/**
 * Tells an agent, or one instance of it, what to do. Resolves when the log has it; it is obeyed within a second.
 * @throws TroupeError CONFIG_INVALID: it makes no sense · SCHEMA_UNKNOWN · KAFKA_UNAVAILABLE · REGISTRY_UNAVAILABLE
 */
export const instruct = async (
  instruction: AgentInstructedInput,
  { publisher, codec }: InstructOptions,
): Promise<void> => {
  const { agent, action, concurrency, by } = instruction;
  if (action === 'unknown') throw senseless('there is no such action');
  if (action === 'concurrency' && !(Number.isInteger(concurrency) && (concurrency ?? 0) >= 1))
    throw senseless('say how many handlers may be under way: a whole number from 1 on. To stop all, pause it');
  // Whoever says the same again means it again.
  const origin = { source: by, key: agent, occasion: randomUUID(), timeMs: Date.now() };
  await publisher.publish([await fleetRecord(AgentInstructed(instruction), origin, codec)]);
};

const senseless = (why: string): TroupeError => new TroupeError('CONFIG_INVALID', why);
