import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decide } from './decide.ts';
import { defineSaga } from './define-saga.ts';
import { fold } from './fold.ts';
import {
  BudgetSpent,
  concluding,
  follows,
  QuoteMade,
  QuoteRefused,
  QuotesImported,
  QuotesWanted,
  RivalQuoted,
} from './quote.fixture.ts';
import { seen, T0 } from './trip.fixture.ts';
import { heardOf, viewOf } from './view.ts';

const ok = { note: 'ok' };
const DRAFT = 'a draft';

/** Waits for a quote that is none for show, and hears of imports. */
const saga = defineSaga({
  name: 'quotes',
  startedBy: QuotesWanted,
  publishes: concluding.publishes,
  onCompleted: concluding.onCompleted,
  onRejected: concluding.onRejected,
  hears: [QuotesImported],
  failedBy: [BudgetSpent],
  steps: {
    quote: { completedBy: QuoteMade, failedBy: [QuoteRefused], within: '10s' },
    rival: { after: 'quote', completedBy: RivalQuoted, within: '10s' },
  },
  ignores: { quote: ({ note }) => note === DRAFT },
});

const start = seen(QuotesWanted(ok), 0);
const draft = (atMs: number) => seen(QuoteMade({ note: DRAFT }), atMs, `draft ${atMs}`);
const made = seen(QuoteMade({ note: 'good' }), 3_000, 'made');
const again = seen(QuoteMade({ note: 'better' }), 4_000, 'again');
const imported = seen(QuotesImported({ note: 'ten' }), 2_500);
const rival = seen(RivalQuoted(ok), 5_000);

describe('a completion that a step ignores', () => {
  it('decides nothing: another is waited for, within the same time', () => {
    const waiting = follows(saga)(start, draft(1_000), draft(2_000));
    expect(waiting).toMatchObject({ sent: [], status: 'running', waits: [['quote', 10_000]] });
    expect(waiting.then(made).view.steps).toEqual({ quote: { note: 'good' } });
    expect(waiting.passed(10_000).sent).toEqual(['quotes.dropped quote']);
  });

  it('is not counted, wherever it lies in the log: the first one that is not ignored is', () => {
    expect(follows(saga)(again, draft(6_000), start, made, draft(1_000)).view.steps).toEqual({
      quote: { note: 'good' },
    });
  });

  it('does not keep a no from counting', () => {
    expect(follows(saga)(start, draft(1_000), seen(QuoteRefused(ok), 2_000)).sent).toEqual(['quotes.dropped ']);
  });
});

describe('what is heard', () => {
  it('decides nothing, and is shown with all else in the order of the log, each once', () => {
    const { sent, view } = follows(saga)(rival, imported, made, start, draft(1_000), imported);
    expect(sent).toEqual(['quotes.bought quote, rival']);
    expect(view.heard.map(({ type }) => type)).toEqual([
      'quotes.wanted',
      'quote.made',
      'quotes.imported',
      'quote.made',
      'rival.quoted',
    ]);
    expect(heardOf(view, QuoteMade)).toEqual([{ note: DRAFT }, { note: 'good' }]);
  });

  it('is the same in whatever order it is read', () => {
    const facts = [start, draft(1_000), imported, made, again, rival];
    const inOrder = viewOf(fold(saga, { conversationId: 'c-1', facts }));
    fc.assert(
      fc.property(fc.shuffledSubarray(facts, { minLength: facts.length }), (shuffled) => {
        expect(viewOf(fold(saga, { conversationId: 'c-1', facts: [...shuffled, made] }))).toEqual(inOrder);
      }),
    );
  });

  it('has no second meaning', () => {
    expect(() => defineSaga({ ...concluding, hears: [QuoteMade], steps: { quote: { completedBy: QuoteMade, within: '1s' } } })).toThrow(/quote.made has two meanings/); // prettier-ignore
  });
});

describe('a saga that has nothing to say when it is closed', () => {
  it('is closed without an event', () => {
    const facts = [start, seen(BudgetSpent(ok), 1_000)];
    const { decisions, state } = decide(saga, fold(saga, { conversationId: 'c-1', facts }), T0);
    expect(decisions.map(({ fact, draft: told }) => [fact.decision, told?.type])).toEqual([
      ['rejected', 'quotes.dropped'],
      ['closed', undefined],
    ]);
    expect(viewOf(state).status).toBe('closed');
  });
});
