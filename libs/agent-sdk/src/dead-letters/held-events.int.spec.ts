import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  EVENT_TYPES,
  EventHeld,
  ItemsReserved,
  OrderCancelled,
  OrderFlagged,
  OrderVerified,
  TransactionCreated,
  type Event,
} from '@troupe/contracts';
import { createRegistryCodec, toHeaders, type Publisher } from '@troupe/messaging';
import { eventually, isolated, openEventLog, type EventLog, type IsolatedStack } from '@troupe/testing';
import { loadServiceConfig } from '../config.ts';
import { defineAgent, type AgentDefinition } from '../define-agent.ts';
import { definitions, envelope, order } from '../delivery/pipeline.fixture.ts';
import { runAgent } from '../run-agent.ts';
import type { ServiceHandle } from '../service/run-service.ts';
import { TerminalError } from '../terminal-error.ts';
import { when } from '../when.ts';
import type { DeadLetter } from './desk/describe.ts';
import type { DeadLetterDesk } from './desk/desk.ts';
import { listDeadLetters } from './desk/list-dead-letters.ts';
import { discardDeadLetter, editDeadLetter, releaseDeadLetter } from './desk/orders.ts';
import { showDeadLetter } from './desk/show-dead-letter.ts';
import { runDlq } from './dlq/run-dlq.ts';

jest.setTimeout(90_000);

const warrant = { actor: 'ann', reason: 'mended' };
const WITHIN = { timeoutMs: 30_000 };
/** The customers for whom the agent fails now. */
const failing = new Set<string>();

const saying = (text: string) => OrderVerified({ score: 0, reasons: [], decidedBy: text });

/** Fails as it is told to, and answers with what it was asked about. */
const clerk = (name: string): AgentDefinition =>
  defineAgent({
    name,
    publishes: [OrderVerified],
    retry: { attempts: 2, initial: '10ms', max: '10ms' },
    on: [
      when(TransactionCreated, ({ data }, { log }) => {
        log.debug('asked');
        if (failing.has(data.customerId)) throw new Error(`${data.customerId} is more than it can bear`);
        return saying(data.customerId);
      }),
      when(OrderCancelled, ({ data }) => saying(`cancelled: ${data.reason}`)),
    ],
  });

const joiner = defineAgent({
  name: 'join-clerk',
  publishes: [OrderVerified, OrderFlagged],
  on: [
    when(ItemsReserved)
      .with(OrderCancelled, {
        within: '1s',
        otherwise: () => OrderFlagged({ score: 1, reasons: [], decidedBy: 'alone' }),
      })
      .then((_, { data }) => {
        if (failing.has(data.reason)) throw new TerminalError('not yet');
        return saying(`both: ${data.reason}`);
      }),
  ],
});

const NAMES = ['clerk', 'large-clerk', 'handed-clerk', 'join-clerk'];

let place: IsolatedStack;
let log: EventLog;
let publisher: Publisher;
let shared: ServiceHandle;
const running: ServiceHandle[] = [];

const start = async (agent: AgentDefinition): Promise<ServiceHandle> => {
  const config = loadServiceConfig({ ...place.env, LOG_LEVEL: 'silent' }, { name: agent.name });
  const handle = await runAgent(agent, { config, standalone: false });
  running.push(handle);
  return handle;
};

beforeAll(async () => {
  place = await isolated('held-events');
  log = await openEventLog(place, { deadLettersOf: NAMES, events: definitions });
  publisher = await log.messaging.publisher();
  shared = await start(clerk('clerk'));
  running.length = 0;
});
afterEach(async () => {
  failing.clear();
  await Promise.all(running.splice(0).map((agent) => agent.stop()));
});
afterAll(async () => {
  await shared.stop();
  await publisher.close();
  await log.close();
  await place.drop();
});

const deskOf = (agent: string): DeadLetterDesk => ({
  agent,
  reader: log.messaging.reader(),
  publisher,
  partitions: log.messaging.partitions,
});
const held = (conversation: string, agent = 'clerk'): Promise<readonly DeadLetter[]> =>
  listDeadLetters(deskOf(agent), { conversation });
const ask = (conversationId: string, customerId: string): Promise<Event> =>
  log.publish(TransactionCreated({ ...order.data, customerId }), { conversationId });
const said = (conversationId: string, agent = 'clerk'): readonly string[] =>
  log
    .concluded(conversationId)
    .filter(({ type, envelope }) => envelope.source === agent && type !== EventHeld.type)
    .map(({ data }) => (data as { decidedBy: string }).decidedBy);
const holds = (conversation: string, states: readonly string[], agent = 'clerk'): Promise<void> =>
  eventually(async () => expect((await held(conversation, agent)).map(({ state }) => state)).toEqual(states), WITHIN);
const hears = (conversation: string, texts: readonly string[], agent = 'clerk'): Promise<void> =>
  eventually(() => expect(said(conversation, agent)).toEqual(texts), WITHIN);
const firstOf = async (conversation: string, agent = 'clerk'): Promise<string> =>
  (await held(conversation, agent))[0]?.id ?? 'nothing';

describe('an agent on Kafka', () => {
  it('parks later events of any topic behind a dead letter, lets others go on, and releases all in order', async () => {
    const [conversation, other] = [randomUUID(), randomUUID()];
    failing.add('poison');
    await ask(conversation, 'poison');
    await holds(conversation, ['held']);
    await ask(conversation, 'second');
    await holds(conversation, ['held', 'parked']);
    await log.publish(OrderCancelled({ reason: 'late', requestedAt: 0 }), { conversationId: conversation });
    await ask(other, 'other');
    await hears(other, ['other']);
    await holds(conversation, ['held', 'parked', 'parked']);
    expect(said(conversation)).toEqual([]);
    failing.clear();
    await releaseDeadLetter(deskOf('clerk'), { id: await firstOf(conversation), ...warrant });
    await hears(conversation, ['poison', 'second', 'cancelled: late']);
    await holds(conversation, []);
    await ask(conversation, 'direct');
    await hears(conversation, ['poison', 'second', 'cancelled: late', 'direct']);
    expect(log.deadLetters().filter(({ key, headers }) => key === conversation && headers['ce_id'])).toHaveLength(3);
  });

  it('passes over what is discarded, and holds again what fails again', async () => {
    const conversation = randomUUID();
    failing.add('poison').add('bad');
    for (const customer of ['poison', 'bad', 'good']) await ask(conversation, customer);
    await holds(conversation, ['held', 'parked', 'parked']);
    const poison = await firstOf(conversation);
    await releaseDeadLetter(deskOf('clerk'), { id: poison, ...warrant });
    await eventually(
      async () => expect((await held(conversation))[0]).toMatchObject({ id: poison, failedAgain: 1 }),
      WITHIN,
    );
    await discardDeadLetter(deskOf('clerk'), { id: poison, ...warrant });
    await holds(conversation, ['held', 'parked']);
    expect(await held(conversation)).toMatchObject([{ cause: { code: 'HANDLER_FAILED', attempts: 2 } }, {}]);
    await discardDeadLetter(deskOf('clerk'), { id: await firstOf(conversation), ...warrant });
    await hears(conversation, ['good']);
  });

  it('handles what was edited with the edit and never the original, and keeps who did it and why', async () => {
    const conversation = randomUUID();
    failing.add('poison');
    await ask(conversation, 'poison');
    await ask(conversation, 'next');
    await holds(conversation, ['held', 'parked']);
    const id = await firstOf(conversation);
    const codec = createRegistryCodec({ url: place.schemaRegistryUrl, prefix: place.prefix });
    const known = { codec, definitions: EVENT_TYPES };
    const { data } = await showDeadLetter(deskOf('clerk'), { id, ...known });
    const edit = { id, data: { ...(data as object), customerId: 'mended' }, ...known, ...warrant };
    await expect(editDeadLetter(deskOf('clerk'), { ...edit, data: { customerId: 1 } })).rejects.toMatchObject({
      code: 'EVENT_INVALID',
    });
    failing.clear();
    await Promise.allSettled([
      editDeadLetter(deskOf('clerk'), edit),
      editDeadLetter(deskOf('clerk'), edit),
      releaseDeadLetter(deskOf('clerk'), { id, ...warrant }),
    ]);
    await eventually(() => expect(said(conversation)).toHaveLength(2), WITHIN);
    await ask(conversation, 'direct');
    await eventually(() => expect(said(conversation)).toHaveLength(3), WITHIN);
    // Whichever order reached the log first.
    expect([
      ['mended', 'next', 'direct'],
      ['poison', 'next', 'direct'],
    ]).toContainEqual(said(conversation));
    const detail = await showDeadLetter(deskOf('clerk'), { id, ...known });
    expect(detail).toMatchObject({ state: 'settled', data: { customerId: 'poison' } });
    expect(detail.history).toContainEqual(expect.objectContaining({ what: 'edited', ...warrant }));
    expect(detail.history.filter(({ what }) => what === 'settled')).toHaveLength(1);
  });

  it('hands what is held over to another instance, which goes on with it', async () => {
    const conversation = randomUUID();
    failing.add('poison');
    const first = await start(clerk('handed-clerk'));
    await ask(conversation, 'poison');
    await holds(conversation, ['held'], 'handed-clerk');
    await start(clerk('handed-clerk'));
    await first.stop();
    await ask(conversation, 'second');
    await holds(conversation, ['held', 'parked'], 'handed-clerk');
    failing.clear();
    await releaseDeadLetter(deskOf('handed-clerk'), { conversation, ...warrant });
    await hears(conversation, ['poison', 'second'], 'handed-clerk');
  });

  it('keeps an event as large as its topic takes among its dead letters, parks others of that size, and handles them later', async () => {
    const conversation = randomUUID();
    // So large that with the headers of a dead letter it is more than a topic takes by default.
    const large = 'x'.repeat(1_047_600);
    const codec = createRegistryCodec({ url: place.schemaRegistryUrl, prefix: place.prefix });
    const lines = [{ sku: '1', description: large, quantity: 1, unitPriceMinor: 1 }];
    // Written by somebody who does not put large data elsewhere.
    const many = async (customerId: string): Promise<void> => {
      const draft = TransactionCreated({ ...order.data, customerId, lines });
      const value = await codec.encode(draft.definition, draft.data);
      const headers = toHeaders(envelope({ id: randomUUID(), conversationId: conversation, timeMs: Date.now() }));
      await publisher.publish([{ topic: draft.type, key: conversation, value, headers }]);
    };
    failing.add('poison');
    await start(clerk('large-clerk'));
    await many('poison');
    await many('second');
    await holds(conversation, ['held', 'parked'], 'large-clerk');
    failing.clear();
    await releaseDeadLetter(deskOf('large-clerk'), { conversation, ...warrant });
    await hears(conversation, ['poison', 'second'], 'large-clerk');
  });

  it('lets no pair lapse while an event of its conversation is held', async () => {
    const conversation = randomUUID();
    failing.add('poison');
    await start(joiner);
    await log.publish(ItemsReserved({ lines: [] }), { conversationId: conversation });
    await log.publish(OrderCancelled({ reason: 'poison', requestedAt: 0 }), { conversationId: conversation });
    await holds(conversation, ['held'], 'join-clerk');
    const alone = randomUUID();
    await log.publish(ItemsReserved({ lines: [] }), { conversationId: alone });
    await hears(alone, ['alone'], 'join-clerk');
    failing.clear();
    await releaseDeadLetter(deskOf('join-clerk'), { conversation, ...warrant });
    await hears(conversation, ['both: poison'], 'join-clerk');
  });

  it('is dealt with from the command line', async () => {
    const conversation = randomUUID();
    failing.add('poison');
    await ask(conversation, 'poison');
    await holds(conversation, ['held']);
    const dlq = async (...args: string[]) => {
      const lines: string[] = [];
      const [out, err] = [(line: string) => lines.push(line), (line: string) => lines.push(line)];
      return { code: await runDlq(args, place.env, { out, err }), text: lines.join('\n') };
    };
    const listed = await dlq('clerk', 'list', '--conversation', conversation, '--json');
    const [letter] = JSON.parse(listed.text) as readonly DeadLetter[];
    expect(letter).toMatchObject({ conversation, state: 'held', cause: { code: 'HANDLER_FAILED' } });
    const id = letter?.id ?? 'nothing';
    expect((await dlq('clerk', 'show', id)).text).toContain('"customerId": "poison"');
    expect(await dlq('clerk', 'release', 'nobody', '--reason', 'x')).toMatchObject({ code: 1 });
    failing.clear();
    const released = await dlq('clerk', 'release', id, '--reason', 'mended', '--actor', 'ann');
    expect(released).toMatchObject({ code: 0, text: expect.stringContaining(conversation) });
    await hears(conversation, ['poison']);
    await eventually(async () => expect((await dlq('clerk', 'show', id)).text).toContain('by ann: mended'), WITHIN);
  });
});
