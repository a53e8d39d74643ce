import {
  deadLetterTopic,
  discardDeadLetter,
  listDeadLetters,
  releaseDeadLetter,
  type DeadLetter,
  type DeadLetterDesk,
} from '@troupe/agent-sdk';
import { TroupeError } from '@troupe/contracts';
import { NOTE_SERVICES, type Plan, type ServiceName } from '../plan.ts';
import { createRandom } from '@troupe/testing/random';
import type { Scheduler } from './scheduler.ts';
import type { SimBroker } from './sim-broker.ts';
import { createSimLogReader } from './sim-log-reader.ts';
import type { Trace } from './trace.ts';

/** What an operator works with. */
export interface OperatorParts {
  readonly plan: Plan;
  readonly scheduler: Scheduler;
  readonly broker: SimBroker;
  readonly trace: Trace;
}

/** How often somebody looks at what is held. */
const LOOK_EVERY_MS = 350;

/** No handler will ever get through these. */
const HOPELESS: readonly string[] = ['TERMINAL', 'BYTES_UNDECODABLE'];

/** An order before it in this round has changed what this one was about: the next look sees that. */
const unlessRefused = (error: unknown): void => {
  if (!TroupeError.is(error) || error.code !== 'DEAD_LETTER_REFUSED') throw error;
};

const deskOf = (agent: ServiceName, { broker, scheduler }: OperatorParts): DeadLetterDesk => ({
  agent,
  reader: createSimLogReader(broker, (serve) => Promise.resolve(serve())),
  publisher: { publish: (records) => Promise.resolve(records.forEach((record) => broker.log.append(record))) },
  partitions: broker.log.partitions,
  clock: () => Math.floor(scheduler.now()),
});

/** Releases what is held and discards what is hopeless, until nothing is: `isDone` says whether that is so. */
export const runOperator = (parts: OperatorParts): { isDone(): boolean } => {
  const { plan, scheduler, broker, trace } = parts;
  const random = createRandom(plan.seed ^ 0x2c1b3c6d);
  const warrant = { actor: 'operator', reason: 'looked at' };
  const services = NOTE_SERVICES.filter((service) => plan.instances[service] !== undefined);
  /** By service: how long its log of dead letters was when it held nothing. */
  const clear = new Map<ServiceName, number>();
  const lengthOf = (service: ServiceName): number =>
    Array.from({ length: plan.partitions }, (_, partition) =>
      broker.log.end(deadLetterTopic(service), partition),
    ).reduce((sum, end) => sum + end, 0);

  const order = async (desk: DeadLetterDesk, { id, state, cause, conversation }: DeadLetter): Promise<void> => {
    const isHopeless = HOPELESS.includes(cause.code);
    // What is released is on its way; what is only parked goes on by itself, unless somebody takes it out.
    if (state === 'released' || (state === 'parked' && !random.chance(0.03))) return;
    const discards = state === 'parked' || (isHopeless && random.chance(0.6));
    trace.note('operator', `${discards ? 'discards' : 'releases'} ${id} of ${conversation} at ${desk.agent}`);
    await (discards ? discardDeadLetter : releaseDeadLetter)(desk, { id, ...warrant }).catch(unlessRefused);
  };
  const lookAt = async (service: ServiceName): Promise<void> => {
    const desk = deskOf(service, parts);
    const length = lengthOf(service);
    if (broker.isAway() || length === 0) return;
    const letters = await listDeadLetters(desk);
    if (letters.length === 0) clear.set(service, length);
    for (const letter of letters) await order(desk, letter);
  };
  const look = (): void => {
    for (const service of services) void lookAt(service);
    scheduler.after(LOOK_EVERY_MS, look);
  };
  if (services.length > 0) scheduler.after(LOOK_EVERY_MS, look);
  return { isDone: () => services.every((service) => lengthOf(service) === (clear.get(service) ?? 0)) };
};
