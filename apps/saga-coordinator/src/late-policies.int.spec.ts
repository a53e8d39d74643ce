import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ServiceHandle } from '@troupe/agent-sdk';
import { defineSaga, type LatePolicy, type SagaDefinition } from '@troupe/saga';
import { eventually } from '@troupe/testing';
import { openCoordinatorPlace, type CoordinatorPlace } from './coordinator.fixture.ts';
import { noteEvent, openOwnEvents, type OwnEvents } from './own-events.fixture.ts';

const QuotesWanted = noteEvent('quotes.wanted');
const QuoteMade = noteEvent('quote.made');
const RivalQuoted = noteEvent('rival.quoted');
const RivalWithdrawn = noteEvent('rival.withdrawn');
const WithdrawalWanted = noteEvent('withdrawal.wanted');
const QuotesBought = noteEvent('quotes.bought');
const QuotesExtended = noteEvent('quotes.extended');
const QuotesDropped = noteEvent('quotes.dropped');
const QuotesClosed = noteEvent('quotes.closed');

/** Buys with what there is after a moment; what comes then is treated by one policy. */
const buying = (late: LatePolicy): SagaDefinition =>
  defineSaga({
    name: late,
    startedBy: QuotesWanted,
    steps: {
      quote: { completedBy: QuoteMade, within: '30s' },
      rival: {
        ...{ completedBy: RivalQuoted, within: '2s', onTimeout: 'partial', late },
        ...(late === 'compensate' && { compensatedBy: RivalWithdrawn }),
      },
    },
    ...(late === 'compensate' && { asks: { rival: { undo: () => WithdrawalWanted({ note: late }) } } }),
    publishes: [QuotesBought, QuotesExtended, QuotesDropped, QuotesClosed, WithdrawalWanted],
    onCompleted: ({ missing }) => QuotesBought({ note: [late, ...missing].join(' without ') }),
    onAppended: (_, { step }) => QuotesExtended({ note: `${late} ${step}` }),
    onRejected: () => QuotesDropped({ note: late }),
    onClosed: () => QuotesClosed({ note: late }),
  });

const POLICIES = ['ignore', 'append', 'reopen', 'compensate'] as const;
const definitions = POLICIES.map(buying);
const WITHIN = { timeoutMs: 30_000 };

let at: CoordinatorPlace;
let events: OwnEvents;
let coordinator: ServiceHandle;
const id = randomUUID();

beforeAll(async () => {
  at = await openCoordinatorPlace('late-policies');
  events = await openOwnEvents(at, [
    ...[QuotesWanted, QuoteMade, RivalQuoted, RivalWithdrawn, WithdrawalWanted],
    ...[QuotesBought, QuotesExtended, QuotesDropped, QuotesClosed],
  ]);
  coordinator = await at.start({ definitions });
  await at.say(id, QuotesWanted({ note: 'chairs' }), QuoteMade({ note: '12' }));
  await eventually(async () => expect(await events.told(id)).toHaveLength(POLICIES.length), WITHIN);
  await at.say(id, RivalQuoted({ note: '11' }));
}, 90_000);

afterAll(async () => {
  await coordinator.stop();
  await at.close();
}, 60_000);

describe('a completion that comes after the saga did without it', () => {
  it.each([
    ['ignore', []],
    ['append', ['quotes.extended append rival']],
    ['reopen', ['quotes.bought reopen']],
    ['compensate', ['withdrawal.wanted compensate']],
  ] as const)(
    'is seen by operators, and told as the policy says: %s',
    async (saga, told) => {
      await eventually(async () => {
        const detail = await at.detail({ saga, conversationId: id }, definitions);
        expect(detail).toMatchObject({ status: 'completed', outcome: 'completed' });
        expect(detail?.timeline).toContainEqual(expect.objectContaining({ kind: 'decision', what: 'late:rival' }));
        const own = (await events.told(id)).filter((each) => each.includes(` ${saga}`));
        expect(own.toSorted()).toEqual([`quotes.bought ${saga} without rival`, ...told].toSorted());
      }, WITHIN);
    },
    60_000,
  );
});
