import { describe, expect, it } from '@jest/globals';
import { defineSaga } from './define-saga.ts';
import {
  BudgetSpent,
  concluding,
  follows,
  QuoteMade,
  QuoteRefused,
  QuotesImported,
  QuotesWanted,
  RivalQuoted,
  ThirdQuoted,
} from './quote.fixture.ts';
import { seen } from './trip.fixture.ts';

const ok = { note: 'ok' };
const start = seen(QuotesWanted(ok), 0);
const steps = {
  quote: { completedBy: QuoteMade, failedBy: [QuoteRefused], within: '10s' },
  rival: { completedBy: RivalQuoted, within: '20s' },
  third: { completedBy: ThirdQuoted, within: '30s' },
} as const;
const [made, rival, third] = [seen(QuoteMade(ok), 1), seen(RivalQuoted(ok), 2), seen(ThirdQuoted(ok), 3)];

describe("a saga that joins 'any'", () => {
  const any = follows(defineSaga({ ...concluding, steps, join: 'any' }));

  it('completes with the first, and what comes after that is late', () => {
    const bought = any(start, rival);
    expect(bought).toMatchObject({ sent: ['quotes.bought rival'], status: 'completed', waits: [] });
    const { sent, view } = bought.then(made);
    expect(sent).toEqual([]);
    expect(view).toMatchObject({ steps: { rival: ok }, late: [{ step: 'quote', policy: 'ignore', done: true }] });
  });

  it('takes the first in the log of several that were there before the start', () => {
    expect(any(third, rival, start)).toMatchObject({
      sent: ['quotes.bought rival'],
      view: { late: [{ step: 'third' }] },
    });
  });

  it('is rejected when nobody is left', () => {
    const two = any(start, seen(QuoteRefused(ok), 1)).passed(20_000);
    expect(two).toMatchObject({ sent: [], status: 'running', waits: [['third', 30_000]] });
    expect(two.passed(30_000).sent).toEqual(['quotes.dropped rival, third', 'quotes.closed ok']);
  });
});

describe('a saga that joins so many', () => {
  const two = follows(defineSaga({ ...concluding, steps, join: { atLeast: 2 } }));

  it('completes with them, in whatever order, and is rejected as soon as they cannot come', () => {
    expect(two(start, third, made).sent).toEqual(['quotes.bought quote, third']);
    expect(two(start, made).passed(30_000).sent).toEqual(['quotes.dropped rival, third', 'quotes.closed ok']);
    expect(two(start).passed(20_000).sent).toEqual(['quotes.dropped quote, rival', 'quotes.closed ok']);
  });

  it('completes with fewer at the deadline of the whole, if it says so', () => {
    const whole = { within: '15s', onTimeout: 'partial' } as const;
    const partial = follows(defineSaga({ ...concluding, steps, join: { atLeast: 2 }, ...whole }));
    expect(partial(start, made).passed(15_000).sent).toEqual(['quotes.bought quote, no rival, no third']);
    expect(partial(start).passed(15_000).sent).toEqual(['quotes.dropped quote, rival, third', 'quotes.closed ok']);
  });
});

describe('a saga that joins by condition', () => {
  const judged = follows(
    defineSaga({
      ...concluding,
      steps,
      join: 'by-condition',
      condition: ({ steps: { quote, rival: other }, refusals }) => {
        if (refusals.length > 0) return 'lost';
        return quote !== undefined && other !== undefined && quote.note === other.note ? 'complete' : 'undecided';
      },
    }),
  );

  it('is asked about what has come', () => {
    expect(judged(start, made, rival).sent).toEqual(['quotes.bought quote, rival']);
    expect(judged(start, seen(QuoteRefused(ok), 1)).sent).toEqual(['quotes.dropped ', 'quotes.closed ok']);
  });

  it('is lost when nothing more can come', () => {
    const other = judged(start, made, seen(RivalQuoted({ note: 'dear' }), 2));
    expect(other.status).toBe('running');
    expect(other.then(third).sent).toEqual(['quotes.dropped ', 'quotes.closed ok']);
  });
});

describe('a completion that is not good enough', () => {
  const choosy = follows(
    defineSaga({
      ...concluding,
      steps,
      accepts: { quote: ({ note }, { start: wanted }) => note.length <= wanted.note.length },
    }),
  );

  it('counts as a no, and is shown', () => {
    const { sent, view } = choosy(start, seen(QuoteMade({ note: 'dear' }), 1));
    expect(sent).toEqual(['quotes.dropped ', 'quotes.closed ok']);
    expect(view).toMatchObject({
      steps: {},
      refusals: [],
      unaccepted: [{ step: 'quote', type: 'quote.made', data: { note: 'dear' } }],
    });
  });

  it('is judged only once the saga has begun', () => {
    expect(choosy(seen(QuoteMade({ note: 'no' }), 1), rival, third).status).toBe('awaiting-start');
    expect(choosy(seen(QuoteMade({ note: 'no' }), 1), rival, third, start).status).toBe('completed');
  });
});

describe('a saga that several events start', () => {
  const either = follows(
    defineSaga({
      ...concluding,
      startedBy: [QuotesWanted, QuotesImported],
      failedBy: [BudgetSpent],
      steps: { quote: steps.quote },
    }),
  );

  it('begins with whichever comes, and knows which it was', () => {
    expect(either(made, seen(QuotesImported(ok), 0))).toMatchObject({
      status: 'completed',
      view: { startedBy: { type: 'quotes.imported', data: ok } },
    });
    expect(either(start, made).view.startedBy?.type).toBe('quotes.wanted');
  });

  it('is rejected at once by an event outside of its steps, unless it has completed', () => {
    const spent = seen(BudgetSpent({ note: 'tokens' }), 5);
    expect(either(start, spent)).toMatchObject({
      sent: ['quotes.dropped ', 'quotes.closed ok'],
      view: { failure: { type: 'budget.spent', data: { note: 'tokens' } } },
    });
    expect(either(start, made, spent)).toMatchObject({ sent: ['quotes.bought quote'], status: 'completed' });
  });
});
