import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  defineAgent,
  deadLetterTopicSpec,
  loadServiceConfig,
  runAgent,
  when,
  type ServiceHandle,
} from '@troupe/agent-sdk';
import {
  EventHeld,
  eventType,
  TransactionCreated,
  type AvroRecordSchema,
  type Draft,
  type EventType,
} from '@troupe/contracts';
import { connectDatabase, type Database } from '@troupe/database';
import { registerSchemas } from '@troupe/messaging';
import { eventually } from '@troupe/testing';
import { sql } from 'kysely';
import { runSagas } from '../command/run-sagas.ts';
import { openCoordinatorPlace, type CoordinatorPlace } from '../coordinator.fixture.ts';
import type { CoordinatorTables } from '../engine/tables.ts';
import { LEAST_MARGIN_MS } from './margin.ts';
import { participantsConversation } from './participant-changed.ts';
import { booked, placed, released, reserved, unbooked, verified } from '../orders.fixture.ts';

interface Said {
  readonly detail: string;
}

/** Known to the registry, and to no code but that of the agent. */
const saying = <Type extends string>(type: Type, name: string): EventType<Type, Said> => {
  const schema: AvroRecordSchema = {
    type: 'record',
    name,
    namespace: 'troupe.credit',
    fields: [{ name: 'detail', type: 'string' }],
  };
  return eventType<Type, Said>({ type, domain: 'credit', schema });
};

const CreditChecked = saying('credit.checked', 'CreditChecked');
const CreditRefused = saying('credit.refused', 'CreditRefused');
const OrderAudited = saying('order.audited', 'OrderAudited');

/** Lends to everybody but one. */
const credit = defineAgent({
  name: 'credit-agent',
  publishes: [CreditChecked, CreditRefused],
  pure: true,
  on: [
    when(TransactionCreated, ({ data: { customerId, totalMinor } }) =>
      customerId === 'broke'
        ? CreditRefused({ detail: 'owes too much already' })
        : CreditChecked({ detail: `good for ${totalMinor}` }),
    ),
  ],
});

const TOKEN = 'a-token-of-this-spec';
const BOUND = 50_000;

let at: CoordinatorPlace;
let own: Database<CoordinatorTables>;
let url = '';
const running: ServiceHandle[] = [];

const order = (totalMinor: number, customerId = '17850'): Draft => ({
  ...placed,
  data: { ...placed.data, totalMinor, customerId },
});

const sagas = async (...args: readonly string[]): Promise<{ code: number; said: string }> => {
  const lines: string[] = [];
  const say = (line: string): void => void lines.push(line);
  const code = await runSagas({ args, env: { SAGAS_URL: url, SAGAS_TOKEN: TOKEN }, out: say, err: say });
  return { code, said: lines.join('\n') };
};

const ADD = ['participants', 'add', '--saga', 'order', '--step', 'credit', '--within', '8s'];
const CREDIT = ['--completed-by', 'credit.checked', '--failed-by', 'credit.refused', '--held-by', 'credit-agent'];
const ADD_CREDIT = [...ADD, ...CREDIT];
const WHY = ['--by', 'ada', '--reason', 'losses on large orders'];

const prepareCredit = async (): Promise<void> => {
  const { schemaRegistryUrl, prefix } = at.place;
  await registerSchemas({ url: schemaRegistryUrl, prefix }, [CreditChecked, CreditRefused, OrderAudited]);
  await at.log.messaging
    .topics()
    .apply([
      ...[CreditChecked, CreditRefused, OrderAudited].map(({ type }) => ({ topic: type })),
      deadLetterTopicSpec('credit-agent'),
    ]);
};

const startCoordinator = async (): Promise<ServiceHandle> => {
  const api = { host: '127.0.0.1', port: 0, token: TOKEN, onListening: (there: string) => (url = there) };
  const handle = await at.start({ api, answerWithin: '10m', participantMarginMs: LEAST_MARGIN_MS });
  running.push(handle);
  return handle;
};

const startCredit = async (): Promise<void> => {
  const config = loadServiceConfig({ ...at.place.env, LOG_LEVEL: 'silent' }, { name: 'credit-agent', database: false });
  running.push(await runAgent(credit, { config, standalone: false }));
};

/** Since when a row is in effect, as the command says it with --json. */
const madeFrom = (said: string): number =>
  // What the interface of this version answers with.
  (JSON.parse(said) as { readonly fromMs: number }).fromMs;

/** Everything but the credit. */
const served = async (id: string, draft: Draft): Promise<string> => {
  await at.say(id, draft, verified, reserved, booked);
  return id;
};

const openSteps = async (id: string): Promise<readonly string[] | undefined> => (await at.saga(id))?.open_steps;

beforeAll(async () => {
  at = await openCoordinatorPlace('participants');
  own = connectDatabase<CoordinatorTables>({ url: at.place.databaseUrl, schema: 'saga_coordinator' });
  await startCoordinator();
}, 60_000);

afterAll(async () => {
  await Promise.all(running.map((handle) => handle.stop()));
  await own.close();
  await at.close();
}, 60_000);

describe('a participant is refused', () => {
  it('when nobody could answer, or nobody knows the event', async () => {
    expect((await sagas(...ADD_CREDIT, ...WHY)).said).toMatch(/SAGA_REFUSED: Nobody could answer: .*credit\.checked/);
    await prepareCredit();
    await at.log.messaging.topics().apply([{ topic: 'credit.unheard' }]);
    const unheard = await sagas(...ADD, '--completed-by', 'credit.unheard', ...WHY);
    expect(unheard).toMatchObject({
      code: 1,
      said: expect.stringContaining("register the schema of 'credit.unheard'"),
    });
  });

  it.each([
    [['--when', 'totalMnor > 5'], "transaction.created has no field 'totalMnor'"],
    [['--when', 'totalMinor > five'], "'totalMinor' is a number, and 'five' is none"],
    [['--from', '2026-01-05T00:00:00Z'], 'is too soon'],
    [['--failed-by', 'order.flagged'], 'order.flagged has two meanings'],
    [['--held-by', 'fraud-agent'], "'fraud-agent' also holds up 'verify'"],
  ])('%j', async (differently, why) => {
    const { code, said } = await sagas(...ADD_CREDIT, ...WHY, ...differently);
    expect({ code, said }).toMatchObject({ code: 1, said: expect.stringContaining(why) });
  });

  it('when it is said past the command, too, and rows stay as they were made', async () => {
    const insert = (ms: number) =>
      sql`
      insert into saga_participants (saga, step, change, effective_ms, made_by, reason)
      values ('other', 'x', 'removed', ${ms}, 'eve', 'none')`.execute(own.db);
    await expect(insert(Date.now())).rejects.toThrow('10 s after it is made');
    await insert(Date.now() + 3_600_000);
    await expect(sql`update saga_participants set effective_ms = 0`.execute(own.db)).rejects.toThrow('never changed');
    await expect(sql`delete from saga_participants`.execute(own.db)).rejects.toThrow('never changed');
    await expect(sql`truncate saga_participants`.execute(own.db)).rejects.toThrow('never changed');
  });
});

describe('a participant that is added to a live system', () => {
  let before = '';
  let slow = '';
  let effectiveMs = 0;

  beforeAll(async () => {
    before = randomUUID();
    await at.say(before, order(BOUND + 1), verified, reserved);
    const made = await sagas(...ADD_CREDIT, ...WHY, '--when', `totalMinor > ${BOUND}`, '--json');
    expect(made.code).toBe(0);
    effectiveMs = madeFrom(made.said);
    await startCredit();
    slow = await served(randomUUID(), order(BOUND + 2));
    await at.sends(slow, 'order.confirmed');
  }, 60_000);

  it('is waited for by later orders above the bound only, without a restart', async () => {
    await eventually(() => expect(Date.now()).toBeGreaterThan(effectiveMs), { timeoutMs: 60_000 });
    const [large, small] = [randomUUID(), randomUUID()];
    await Promise.all([served(large, order(BOUND + 1)), served(small, order(BOUND))]);
    await at.sends(small, 'order.confirmed');
    await at.sends(large, 'order.confirmed');
    expect(await at.order(large)).toMatchObject({ result: { credit: { detail: `good for ${BOUND + 1}` } } });
    expect((await at.order(small))?.['result']).not.toHaveProperty('credit');
    await at.say(before, booked);
    await at.sends(before, 'order.confirmed');
  }, 90_000);

  it('rejects an order with its reason', async () => {
    const id = await served(randomUUID(), order(BOUND + 1, 'broke'));
    await at.sends(id, 'order.rejected');
    expect(at.concluded(id)[0]?.data).toMatchObject({
      reasons: [{ step: 'credit', code: 'credit.refused', detail: 'owes too much already' }],
    });
    await at.say(id, released, unbooked);
    await at.sends(id, 'order.rejected', 'order.closed');
  }, 30_000);

  it('is waited for until its deadline when nobody answers, and shown as what is open', async () => {
    await running.at(-1)?.stop();
    running.pop();
    const id = await served(randomUUID(), order(BOUND + 1));
    await eventually(async () => expect(await openSteps(id)).toEqual(['credit']));
    expect((await sagas('show', 'order', id)).said).toContain('credit: credit.checked or credit.refused');
    await at.sends(id, 'order.rejected');
    expect(at.concluded(id)[0]?.data).toMatchObject({ missing: ['credit'] });
  }, 60_000);

  it('rejects an order that its agent holds with who holds what', async () => {
    const held = EventHeld({ agent: 'credit-agent', event: 'e-1', type: 'transaction.created', code: 'TERMINAL', letter: 'l-1' }); // prettier-ignore
    const id = randomUUID();
    await at.say(id, order(BOUND + 1), held, verified, reserved, booked);
    await at.sends(id, 'order.rejected');
    expect(at.concluded(id)[0]?.data).toMatchObject({
      missing: ['credit'],
      reasons: [{ step: 'credit', detail: expect.stringContaining('credit-agent') }],
    });
  }, 60_000);

  it('is listed with who and why', async () => {
    const { said } = await sagas('participants', 'list', '--saga', 'order');
    expect(said).toContain('added: credit.checked or credit.refused within 8s');
    expect(said).toMatch(/totalMinor > 50000 .* ada +losses on large orders/);
  });

  it('is told in the log, with who and why', async () => {
    const told = () => at.log.concluded(participantsConversation('order'));
    await eventually(() => expect(told()).toHaveLength(1));
    expect(told()[0]).toMatchObject({
      type: 'participant.changed',
      data: {
        ...{ saga: 'order', step: 'credit', change: 'added', by: 'ada', reason: 'losses on large orders' },
        ...{ condition: `totalMinor > ${BOUND}`, effective: effectiveMs },
        awaits: ['credit.checked', 'credit.refused'],
      },
    });
  });

  it('concerns an order by when the log took it, however late it is read', async () => {
    const ended = await sagas('participants', 'remove', '--saga', 'order', '--step', 'credit', ...WHY);
    expect(ended.code).toBe(0);
    const audit = ['--step', 'audit', '--completed-by', 'order.audited', '--within', '10m', '--when', 'totalMinor = 7'];
    const added = await sagas('participants', 'add', '--saga', 'order', ...audit, ...WHY, '--json');
    const fromMs = madeFrom(added.said);
    for (const handle of running.splice(0)) await handle.stop();
    const [largeBefore, auditedBefore] = [randomUUID(), randomUUID()];
    await Promise.all([served(largeBefore, order(BOUND + 1)), served(auditedBefore, order(7))]);
    await eventually(() => expect(Date.now()).toBeGreaterThan(fromMs), { timeoutMs: 60_000 });
    const [large, audited] = [randomUUID(), randomUUID()];
    await Promise.all([served(large, order(BOUND + 1)), served(audited, order(7))]);
    await startCoordinator();
    await at.sends(auditedBefore, 'order.confirmed');
    await at.sends(large, 'order.confirmed');
    await at.sends(largeBefore, 'order.rejected');
    expect(at.concluded(largeBefore)[0]?.data).toMatchObject({ missing: ['credit'] });
    expect(await openSteps(audited)).toEqual(['audit']);
  }, 120_000);
});
