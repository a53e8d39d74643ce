import { afterEach, describe, expect, it } from '@jest/globals';
import { renderJsonData, TransactionCreated } from '@troupe/contracts';
import { createInMemoryMessaging, type OutgoingRecord } from '@troupe/messaging';
import { createMetrics } from '@troupe/observability';
import { eventually } from '@troupe/testing';
import { codec, order } from '../delivery/pipeline.fixture.ts';
import { listDeadLetters } from './desk/list-dead-letters.ts';
import { discardDeadLetter, editDeadLetter, releaseDeadLetter } from './desk/orders.ts';
import { showDeadLetter } from './desk/show-dead-letter.ts';
import { MARKER_HEADERS } from './markers.ts';
import {
  AGENT,
  DEAD,
  warrant,
  agentThatFailsFor,
  join,
  eventFor,
  write,
  put,
  answers,
  deskOf,
  idOf,
  states,
  quiet,
  stopAll,
} from './custody.fixture.ts';

afterEach(stopAll);

describe('the custody of dead letters', () => {
  it('parks a conversation behind a dead letter, lets others go on, and releases in order', async () => {
    const messaging = createInMemoryMessaging();
    const failing = new Set(['poison']);
    await join(messaging, agentThatFailsFor(failing));
    await put(messaging, 'c-1', 'poison', 'b', 'c');
    await put(messaging, 'c-2', 'other');
    await quiet(messaging, 1);
    await eventually(() => expect(messaging.records(DEAD)).toHaveLength(3));
    expect(await states(messaging)).toEqual([
      [idOf('poison'), 'held'],
      [idOf('b'), 'parked'],
      [idOf('c'), 'parked'],
    ]);
    failing.clear();
    await releaseDeadLetter(await deskOf(messaging), { id: idOf('poison'), ...warrant });
    await quiet(messaging, 4);
    expect(await answers(messaging)).toEqual(['other', 'poison', 'b', 'c']);
    await eventually(async () => expect(await states(messaging)).toEqual([]));
    await put(messaging, 'c-1', 'd');
    await quiet(messaging, 5);
    expect(messaging.records(DEAD).filter(({ headers }) => headers[MARKER_HEADERS.kind] === undefined)).toHaveLength(3);
  });

  it('parks what comes while released events are on their way, so that nothing overtakes', async () => {
    const messaging = createInMemoryMessaging();
    const failing = new Set(['poison']);
    await join(messaging, agentThatFailsFor(failing));
    await put(messaging, 'c-1', 'poison');
    await eventually(() => expect(messaging.records(DEAD)).toHaveLength(1));
    failing.clear();
    const released = releaseDeadLetter(await deskOf(messaging), { conversation: 'c-1', ...warrant });
    const names = Array.from({ length: 30 }, (_, index) => `e${String(index).padStart(2, '0')}`);
    for (const name of names) await put(messaging, 'c-1', name);
    await released;
    await quiet(messaging, 31);
    expect(await answers(messaging)).toEqual(['poison', ...names]);
  });

  it('keeps at the head what fails again, with its new cause, until it is discarded and the next goes on', async () => {
    const messaging = createInMemoryMessaging();
    await join(messaging, agentThatFailsFor(new Set(['poison', 'b'])));
    await put(messaging, 'c-1', 'poison', 'b', 'c');
    await eventually(() => expect(messaging.records(DEAD)).toHaveLength(3));
    const desk = await deskOf(messaging);
    await releaseDeadLetter(desk, { id: idOf('poison'), ...warrant });
    await eventually(async () =>
      expect((await listDeadLetters(desk))[0]).toMatchObject({ id: idOf('poison'), state: 'held', failedAgain: 1 }),
    );
    await discardDeadLetter(desk, { id: idOf('poison'), ...warrant });
    await eventually(async () =>
      expect(await listDeadLetters(desk)).toMatchObject([
        { id: idOf('b'), state: 'held', cause: { code: 'TERMINAL', message: 'b is poison' } },
        { id: idOf('c'), state: 'parked' },
      ]),
    );
    await discardDeadLetter(desk, { conversation: 'c-1', ...warrant });
    await put(messaging, 'c-1', 'd');
    await quiet(messaging, 1);
    expect(await answers(messaging)).toEqual(['d']);
  });

  it('handles exactly one of original and edited, whatever orders come and however often', async () => {
    const messaging = createInMemoryMessaging();
    const failing = new Set(['poison']);
    await join(messaging, agentThatFailsFor(failing));
    await put(messaging, 'c-1', 'poison');
    await eventually(() => expect(messaging.records(DEAD)).toHaveLength(1));
    const desk = await deskOf(messaging);
    const orders: OutgoingRecord[] = [];
    const noting = {
      ...desk,
      publisher: { publish: (records: readonly OutgoingRecord[]) => Promise.resolve(void orders.push(...records)) },
    };
    const data = {
      ...JSON.parse(JSON.stringify(order.data)),
      customerId: 'mended',
      placedAt: '2026-01-01T00:00:00.000Z',
    } as unknown;
    await editDeadLetter(noting, { id: idOf('poison'), data, codec, definitions: [TransactionCreated], ...warrant });
    await releaseDeadLetter(noting, { id: idOf('poison'), ...warrant });
    failing.clear();
    await write(messaging, ...orders, ...orders, ...orders.toReversed());
    await quiet(messaging, 1);
    await put(messaging, 'c-1', 'last');
    await quiet(messaging, 2);
    expect(await answers(messaging)).toEqual(['mended', 'last']);
    const {
      state,
      history,
      data: original,
    } = await showDeadLetter(desk, {
      id: idOf('poison'),
      codec,
      definitions: [TransactionCreated],
    });
    expect(state).toBe('settled');
    expect(original).toMatchObject({ customerId: 'poison' });
    expect(history[0]).toMatchObject({ what: 'edited', ...warrant, data: { customerId: 'mended' } });
    expect(history.filter(({ what }) => what === 'settled')).toHaveLength(1);
  });

  it('refuses an edit that does not fit, an order about what is not held, and one without a reason', async () => {
    const messaging = createInMemoryMessaging();
    await join(messaging, agentThatFailsFor(new Set(['poison'])));
    await put(messaging, 'c-1', 'poison');
    await eventually(() => expect(messaging.records(DEAD)).toHaveLength(1));
    const desk = await deskOf(messaging);
    const edit = { id: idOf('poison'), codec, definitions: [TransactionCreated], ...warrant };
    await expect(editDeadLetter(desk, { ...edit, data: { customerId: 7 } })).rejects.toMatchObject({
      code: 'EVENT_INVALID',
      message: expect.stringContaining('customerId'),
    });
    await expect(editDeadLetter(desk, { ...edit, definitions: [], data: {} })).rejects.toMatchObject({
      code: 'DEAD_LETTER_REFUSED',
    });
    for (const about of [{ id: 'nobody' }, { conversation: 'c-2' }, { id: idOf('poison'), reason: ' ' }])
      await expect(releaseDeadLetter(desk, { ...warrant, ...about })).rejects.toMatchObject({
        code: 'DEAD_LETTER_REFUSED',
      });
    await discardDeadLetter(desk, { id: idOf('poison'), ...warrant });
    await expect(discardDeadLetter(desk, { id: idOf('poison'), ...warrant })).rejects.toMatchObject({
      code: 'DEAD_LETTER_REFUSED',
    });
    expect(messaging.records(DEAD)).toHaveLength(2);
  });

  it('does not park a conversation for a record without key, of another conversation, or without an envelope', async () => {
    const messaging = createInMemoryMessaging();
    await join(messaging, agentThatFailsFor(new Set(['poison'])));
    const foreign = await eventFor('poison', 'c-2');
    await write(messaging, { ...foreign, key: 'c-1' }, { ...foreign, key: 'c-1', headers: {} });
    await eventually(() => expect(messaging.records(DEAD)).toHaveLength(2));
    await put(messaging, 'c-1', 'a');
    await put(messaging, 'c-2', 'b');
    await quiet(messaging, 2);
    const letters = await listDeadLetters(await deskOf(messaging));
    expect(letters.map(({ parks }) => parks)).toEqual([false, false]);
  });

  it('parks behind bytes that cannot be read where they are its own', async () => {
    const messaging = createInMemoryMessaging();
    await join(messaging, agentThatFailsFor(new Set()));
    await write(messaging, { ...(await eventFor('a', 'c-1')), value: Buffer.from('not avro') });
    await put(messaging, 'c-1', 'b');
    await eventually(() => expect(messaging.records(DEAD)).toHaveLength(2));
    expect((await listDeadLetters(await deskOf(messaging))).map(({ cause }) => cause.code)).toEqual([
      'BYTES_UNDECODABLE',
      'PARKED',
    ]);
    await discardDeadLetter(await deskOf(messaging), { id: idOf('a'), ...warrant });
    await quiet(messaging, 1);
  });

  it('keeps held what could not be kept whole, says so, and takes an edit of it', async () => {
    const messaging = createInMemoryMessaging();
    await join(messaging, agentThatFailsFor(new Set()));
    await write(messaging, { ...(await eventFor('a', 'c-1')), value: Buffer.alloc(2_000_000, 9) });
    await eventually(async () => expect(await states(messaging)).toEqual([[idOf('a'), 'held']]));
    const desk = await deskOf(messaging);
    await releaseDeadLetter(desk, { id: idOf('a'), ...warrant });
    await eventually(async () => expect(await listDeadLetters(desk)).toMatchObject([{ failedAgain: 1, cause: { code: 'RECORD_REFUSED' } }])); // prettier-ignore
    const known = { codec, definitions: [TransactionCreated] };
    // As the gateway takes it.
    const whole = renderJsonData(TransactionCreated, order.data) as object;
    await editDeadLetter(desk, { id: idOf('a'), data: { ...whole, customerId: 'whole' }, ...known, ...warrant });
    await quiet(messaging, 1);
    expect(await answers(messaging)).toEqual(['whole']);
  });

  it('overlooks what only a newer version understands, and records that are none of its own', async () => {
    const messaging = createInMemoryMessaging();
    const failing = new Set(['poison']);
    await join(messaging, agentThatFailsFor(failing));
    await put(messaging, 'c-1', 'poison', 'b');
    await eventually(() => expect(messaging.records(DEAD)).toHaveLength(2));
    const strange = [
      { [MARKER_HEADERS.kind]: 'postponed', [MARKER_HEADERS.id]: 'x', [MARKER_HEADERS.entry]: idOf('poison') },
      { [MARKER_HEADERS.kind]: 'released', [MARKER_HEADERS.id]: 'x' },
      { [MARKER_HEADERS.kind]: 'failed', [MARKER_HEADERS.entry]: idOf('poison'), [MARKER_HEADERS.round]: 'first' },
      {},
    ];
    await write(messaging, ...strange.map((headers) => ({ topic: DEAD, key: 'c-1', value: null, headers })));
    expect(await states(messaging)).toHaveLength(2);
    failing.clear();
    await releaseDeadLetter(await deskOf(messaging), { conversation: 'c-1', ...warrant });
    await quiet(messaging, 2);
  });

  it('holds what a version without parking gave up', async () => {
    const messaging = createInMemoryMessaging();
    const { headers, ...event } = await eventFor('poison', 'c-1');
    const [partition] = messaging.records('transaction.created').map((record) => record.partition);
    await put(messaging, 'c-1', 'seen');
    const place = messaging.records('transaction.created')[0]?.partition ?? partition;
    const old = {
      'troupe-dead-topic': event.topic,
      'troupe-dead-partition': String(place),
      'troupe-dead-offset': '9',
      'troupe-dead-appended': '2026-01-01T00:00:00.000Z',
      'troupe-dead-agent': AGENT,
      'troupe-dead-attempts': '5',
      'troupe-dead-code': 'HANDLER_FAILED',
      'troupe-dead-message': 'broken',
      'troupe-dead-failed-at': '2026-01-01T00:00:01.000Z',
    };
    await write(messaging, { ...event, topic: DEAD, headers: { ...headers, ...old } });
    await join(messaging, agentThatFailsFor(new Set()));
    await eventually(async () => expect(await states(messaging)).toHaveLength(2));
    await releaseDeadLetter(await deskOf(messaging), { id: idOf('poison'), ...warrant });
    await quiet(messaging, 2);
    expect(await answers(messaging)).toEqual(['poison', 'seen']);
  });

  it('counts what is held and what was said', async () => {
    const messaging = createInMemoryMessaging();
    const metrics = createMetrics('spec');
    await join(messaging, agentThatFailsFor(new Set(['poison'])), metrics);
    await put(messaging, 'c-1', 'poison', 'b', 'c');
    const page = () => metrics.registry.metrics();
    await eventually(async () => {
      expect(await page()).toMatch(/troupe_dead_letters_held\{[^}]*agent="fraud-agent"[^}]*\} 3/);
      expect(await page()).toMatch(/troupe_conversations_parked\{[^}]*\} 1/);
    });
    await discardDeadLetter(await deskOf(messaging), { conversation: 'c-1', ...warrant });
    await eventually(async () => {
      expect(await page()).toMatch(/troupe_dead_letters_held\{[^}]*\} 0/);
      expect(await page()).toMatch(/troupe_conversations_parked\{[^}]*\} 0/);
      expect(await page()).toMatch(/troupe_dead_letter_records_total\{[^}]*marker="discarded"[^}]*\} 1/);
      expect(await page()).toMatch(/troupe_events_total\{[^}]*outcome="parked"[^}]*\} 2/);
    });
  });
});
