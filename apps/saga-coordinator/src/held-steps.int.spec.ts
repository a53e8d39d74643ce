import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  deadLetterTopicSpec,
  defineAgent,
  listDeadLetters,
  loadServiceConfig,
  releaseDeadLetter,
  runAgent,
  TerminalError,
  when,
  type DeadLetterDesk,
  type ServiceHandle,
} from '@troupe/agent-sdk';
import {
  EventHeld,
  OrderClosed,
  OrderConfirmed,
  OrderRejected,
  OrderVerified,
  TransactionCreated,
  type Event,
} from '@troupe/contracts';
import { defineSaga } from '@troupe/saga';
import { eventually } from '@troupe/testing';
import { openCoordinatorPlace, type CoordinatorPlace } from './coordinator.fixture.ts';
import { booked, placed, reserved, verified } from './orders.fixture.ts';
import { orderSaga } from './sagas/order.saga.ts';

const AGENT = 'fraud-agent';
const WITHIN = { timeoutMs: 30_000 };

/** Wants to know at once what the order saga waits for. */
const impatient = defineSaga({
  name: 'impatient',
  startedBy: TransactionCreated,
  steps: { verify: { completedBy: OrderVerified, within: '10m', heldBy: AGENT, ifHeld: 'fail' } },
  publishes: [OrderConfirmed, OrderRejected, OrderClosed],
  onCompleted: () => OrderConfirmed({ riskScore: 0, reserved: [], carrier: '', rateMinor: 0, promisedOn: 0 }),
  onRejected: ({ held }) =>
    OrderRejected({
      reasons: held.map(({ step, agent, code }) => ({ step, code, detail: `held by ${agent}` })),
      missing: [],
    }),
  onClosed: () => OrderClosed({ outcome: 'REJECTED', released: false, shipmentCancelled: false }),
});
const definitions = [orderSaga({ answerWithin: '30s' }), impatient];

let isBroken = true;
const agent = defineAgent({
  name: AGENT,
  publishes: [OrderVerified],
  on: [
    when(TransactionCreated, () => {
      if (isBroken) throw new TerminalError('its rules are not loaded');
      return verified;
    }),
  ],
});

let at: CoordinatorPlace;
const running: ServiceHandle[] = [];
let desk: DeadLetterDesk;

beforeAll(async () => {
  at = await openCoordinatorPlace('held-steps');
  const { messaging } = at.log;
  await messaging.topics().apply([deadLetterTopicSpec(AGENT)]);
  running.push(await at.start({ definitions }));
  const config = loadServiceConfig({ ...at.place.env, LOG_LEVEL: 'silent' }, { name: AGENT });
  running.push(await runAgent(agent, { config, standalone: false }));
  const publisher = await messaging.publisher();
  desk = { agent: AGENT, reader: messaging.reader(), publisher, partitions: messaging.partitions };
}, 60_000);

afterAll(async () => {
  await Promise.all(running.map((handle) => handle.stop()));
  await at.close();
}, 60_000);

const shown = (conversationId: string) => at.detail({ saga: 'order', conversationId }, definitions);
const toldBy = (conversationId: string, source: string): readonly Event[] =>
  at.concluded(conversationId).filter(({ envelope }) => envelope.provenance?.agent === source);

describe('an order whose fraud agent gives it up', () => {
  const id = randomUUID();

  it('is shown with who holds which event, and goes on with the others', async () => {
    await at.say(id, placed, reserved, booked);
    await eventually(async () => {
      const [letter] = await listDeadLetters(desk, { conversation: id });
      const held = { agent: AGENT, type: 'transaction.created', code: 'TERMINAL', letter: letter?.id };
      const detail = await shown(id);
      expect(detail).toMatchObject({ status: 'running', awaits: [{ step: 'verify', held }] });
      expect(detail?.timeline).toContainEqual(
        expect.objectContaining({ what: 'event.held', changed: [`verify: held by ${AGENT}`] }),
      );
    }, WITHIN);
  }, 60_000);

  it('is rejected at once by a saga that takes that for no answer, with the cause', async () => {
    await eventually(() => expect(toldBy(id, 'impatient@1')).toHaveLength(2), WITHIN);
    const [rejected, closed] = toldBy(id, 'impatient@1');
    const held = at.concluded(id).find(({ type }) => type === EventHeld.type);
    expect(rejected).toMatchObject({
      data: { reasons: [{ step: 'verify', code: 'TERMINAL', detail: `held by ${AGENT}` }] },
      envelope: { causationId: held?.envelope.id },
    });
    expect(closed?.type).toBe('order.closed');
  }, 60_000);

  it('is confirmed once that is released, in time', async () => {
    isBroken = false;
    const [letter] = await listDeadLetters(desk, { conversation: id });
    await releaseDeadLetter(desk, { id: letter?.id ?? '', actor: 'ann', reason: 'rules are loaded' });
    await eventually(() => expect(toldBy(id, 'order@1').map(({ type }) => type)).toEqual(['order.confirmed']), WITHIN);
    expect(await shown(id)).toMatchObject({ status: 'completed', awaits: [] });
    expect(toldBy(id, 'impatient@1')).toHaveLength(2);
  }, 60_000);
});
