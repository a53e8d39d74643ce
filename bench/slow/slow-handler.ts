import { setTimeout as delay } from 'node:timers/promises';
import { OrderVerified } from '@troupe/contracts';
import type { LocalStack } from '@troupe/local-stack';
import { HEADERS, type IncomingRecord } from '@troupe/messaging';
import { renderTable } from '../lib/figures.ts';
import { openHopBed, type HopBed } from '../hop/hop-bed.ts';

/** A handler that waits, as for a model: one event after the other, or conversations side by side. */
export interface SlowHandlerOptions {
  readonly handlerMs: number;
  readonly conversations: number;
  /** Events of each conversation, for those who handle them side by side. */
  readonly each: number;
}

interface Way {
  readonly name: string;
  readonly worker: string;
  readonly args: readonly string[];
  /** Events of each conversation: one after the other takes its time. */
  readonly each: number;
}

const POLL_MS = 50;

const answersOf = async (bed: HopBed, count: number): Promise<readonly IncomingRecord[]> => {
  const answers: IncomingRecord[] = [];
  const subscriber = bed.messaging.subscriber({
    group: 'bench-check',
    topics: [OrderVerified.type],
    handle: (record) => Promise.resolve(void answers.push(record)),
  });
  await subscriber.start();
  while (answers.length < count) await delay(POLL_MS);
  await subscriber.stop();
  return answers;
};

/** Whether the answers of every conversation are in the order of what they answer; a repeated answer counts as its first. */
const isInOrder = (answers: readonly IncomingRecord[], causes: ReadonlyMap<string, readonly string[]>): boolean =>
  [...Map.groupBy(answers, ({ key }) => key ?? '')].every(([conversation, own]) => {
    const caused = [...new Set(own.map(({ headers }) => headers[HEADERS.causation] ?? ''))];
    return caused.join() === causes.get(conversation)?.join();
  });

const measure = async (stack: LocalStack, way: Way, { handlerMs, conversations }: SlowHandlerOptions) => {
  const bed = await openHopBed(stack, `slow-${way.args[0] ?? 'each'}`, 1);
  const causes = new Map<string, string[]>();
  const count = conversations * way.each;
  for (let index = 0; index < count; index += 1) {
    const conversation = `conversation-${index % conversations}`;
    causes.set(conversation, [...(causes.get(conversation) ?? []), bed.idOf(index)]);
    await bed.send(index, 0n, conversation);
  }
  const worker = await bed.startWorker(way.worker, { args: way.args, handlerMs });
  const answers = await answersOf(bed, count);
  const { spanMs } = await worker.report();
  worker.stop();
  await bed.close();
  // From the first answer to the last: one fewer than there are.
  return { perSecond: ((count - 1) / spanMs) * 1_000, inOrder: isInOrder(answers, causes) };
};

/** A slow handler and one partition: by kafkajs with `eachMessage`, and by agents. */
export const benchSlowHandler = async (stack: LocalStack, options: SlowHandlerOptions): Promise<string> => {
  const { handlerMs, conversations, each } = options;
  const ways: readonly Way[] = [
    { name: 'kafkajs, eachMessage', worker: 'each-message.worker.ts', args: [], each: 1 },
    { name: 'pure agent', worker: 'sdk.worker.ts', args: ['pure'], each },
  ];
  const rows: (readonly string[])[] = [];
  let serial = 0;
  for (const way of ways) {
    const { perSecond, inOrder } = await measure(stack, way, options);
    serial ||= perSecond;
    rows.push([way.name, perSecond.toFixed(0), `${(perSecond / serial).toFixed(1)} ×`, inOrder ? 'kept' : 'BROKEN']);
  }
  const title = `A handler of ${handlerMs} ms, one partition, ${conversations} conversations`;
  return `${title}\n\n${renderTable([['', 'answers/s', 'speed-up', 'order'], ...rows])}`;
};
