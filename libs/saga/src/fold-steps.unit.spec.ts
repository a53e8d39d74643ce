import { describe, expect, it } from '@jest/globals';
import { defineSaga } from './define-saga.ts';
import {
  Asked,
  concluding,
  follows,
  QuoteMade,
  QuoteRefused,
  QuotesWanted,
  QuoteWithdrawn,
  RivalQuoted,
  SuppliersChosen,
} from './quote.fixture.ts';
import { seen, type Note } from './trip.fixture.ts';

const ok = { note: 'ok' };
const start = seen(QuotesWanted(ok), 0);
const quote = { completedBy: QuoteMade, failedBy: [QuoteRefused], within: '10s' } as const;
const rival = { completedBy: RivalQuoted, within: '5s' } as const;

describe('a step that comes after another', () => {
  const chain = follows(
    defineSaga({
      ...concluding,
      steps: { quote, rival: { ...rival, after: 'quote' } },
      asks: { rival: { begin: ({ steps }) => Asked({ note: `undercut ${steps.quote?.note ?? ''}` }) } },
    }),
  );

  it('has its time from the end of that, and its participant is asked then', () => {
    const begun = chain(start, seen(QuoteMade({ note: '99' }), 4_000));
    expect(begun).toMatchObject({ sent: ['part.asked undercut 99'], waits: [['rival', 9_000]] });
    expect(begun.then(seen(RivalQuoted(ok), 9_000)).status).toBe('completed');
    expect(begun.passed(9_000).sent).toEqual(['quotes.dropped rival', 'quotes.closed ok']);
  });

  it('takes an answer that was there before, and asks nobody then', () => {
    const early = chain(start, seen(RivalQuoted(ok), 1));
    expect(early).toMatchObject({ sent: [], waits: [['quote', 10_000]] });
    expect(early.then(seen(QuoteMade(ok), 2)).sent).toEqual(['quotes.bought quote, rival']);
  });

  it('begins at the deadline of one that is missed and can be spared', () => {
    const spared = follows(
      defineSaga({
        ...concluding,
        steps: { quote: { ...quote, onTimeout: 'partial' }, rival: { ...rival, after: 'quote' } },
      }),
    );
    const late = spared(start).passed(10_000);
    expect(late).toMatchObject({ status: 'running', waits: [['rival', 15_000]] });
    expect(late.then(seen(RivalQuoted(ok), 15_000)).sent).toEqual(['quotes.bought rival, no quote']);
  });
});

describe('a step per item', () => {
  const items = {
    quote: {
      keys: ({ note }: Note) => note.split(' ').filter(Boolean),
      keyOf: ({ note }: Note) => note.split(' ')[0] ?? '',
    },
  };
  const each = { ...quote, compensatedBy: QuoteWithdrawn, forEach: { of: SuppliersChosen, atMost: 2 } } as const;
  const definition = defineSaga({
    ...concluding,
    steps: { quote: each },
    items,
    asks: { quote: { begin: (_, item) => Asked({ note: item }) } },
  });
  const fan = follows(definition);
  const chosen = seen(SuppliersChosen({ note: 'acme bolt' }), 1_000);
  const from = (item: string, ms = 2_000) => seen(QuoteMade({ note: `${item} 9` }), ms, `${item} ${ms}`);

  it('is as many as the event says, each asked and waited for', () => {
    const begun = fan(start, chosen);
    expect(begun).toMatchObject({
      sent: ['part.asked acme', 'part.asked bolt'],
      waits: [
        ['quote:acme', 11_000],
        ['quote:bolt', 11_000],
      ],
    });
    const { sent, view } = begun.then(from('bolt'), from('zinc'), from('acme'));
    expect(sent).toEqual(['quotes.bought quote']);
    expect(view.steps).toEqual({ quote: { acme: { note: 'acme 9' }, bolt: { note: 'bolt 9' } } });
    expect(begun.then(from('acme')).passed(11_000).sent).toEqual(['quotes.dropped quote:bolt']);
  });

  it('takes answers that come before the items are known', () => {
    expect(fan(from('bolt'), start, from('acme')).status).toBe('running');
    expect(fan(from('bolt'), start, from('acme'), chosen).sent).toEqual(['quotes.bought quote']);
  });

  it('is complete when there are none, and waits for the event only so long', () => {
    const none = fan(start, seen(SuppliersChosen({ note: '' }), 1));
    expect(none).toMatchObject({ sent: ['quotes.bought quote'], view: { steps: { quote: {} } } });
    expect(fan(start).passed(10_000).sent).toEqual(['quotes.dropped quote', 'quotes.closed ok']);
  });

  it('says no to more than there may be', () => {
    expect(fan(start, seen(SuppliersChosen({ note: 'a b c' }), 1)).view).toMatchObject({
      outcome: 'rejected',
      unaccepted: [{ step: 'quote', type: 'suppliers.chosen', data: { note: 'a b c' } }],
    });
  });

  it('is undone item by item', () => {
    const no = seen(QuoteRefused({ note: 'acme no' }), 3_000);
    const withdrawn = (item: string) => seen(QuoteWithdrawn({ note: `${item} ok` }), 9_000, `withdrawn ${item}`);
    const rejected = fan(start, chosen, from('bolt'), no);
    expect(rejected.status).toBe('rolling-back');
    expect(rejected.then(withdrawn('bolt'))).toMatchObject({
      sent: ['quotes.closed ok'],
      view: { compensations: { quote: { bolt: { note: 'bolt ok' } } } },
    });
  });

  it('counts item by item where so many are enough', () => {
    const first = follows(defineSaga({ ...concluding, steps: { quote: each }, items, join: { atLeast: 2 } }));
    expect(first(start, from('bolt'), chosen).status).toBe('running');
    expect(first(start, from('bolt'), chosen, from('acme')).status).toBe('completed');
    expect(first(start, seen(SuppliersChosen({ note: 'acme' }), 1)).status).toBe('rolling-back');
  });
});

describe('a step that is overdue', () => {
  const asks = { quote: { overdue: () => Asked({ note: 'somebody else' }) } };
  const fallback = follows(
    defineSaga({ ...concluding, steps: { quote: { ...quote, onTimeout: { fallback: '20s' } } }, asks }),
  );

  it('is given to somebody else, and waits on', () => {
    const overdue = fallback(start).passed(10_000);
    expect(overdue).toMatchObject({ sent: ['part.asked somebody else'], waits: [['quote+', 30_000]] });
    expect(overdue.then(seen(QuoteMade(ok), 30_000)).sent).toEqual(['quotes.bought quote']);
    expect(overdue.passed(30_000).sent).toEqual(['quotes.dropped quote', 'quotes.closed ok']);
  });

  it('completes without an answer even then, if it says so', () => {
    const person = { person: '1d', then: 'partial' } as const;
    const asked = follows(
      defineSaga({ ...concluding, steps: { quote: { ...quote, onTimeout: person }, rival }, asks }),
    );
    const waiting = asked(start, seen(RivalQuoted(ok), 1)).passed(10_000);
    expect(waiting.sent).toEqual(['part.asked somebody else']);
    expect(waiting.passed(86_410_000).sent).toEqual(['quotes.bought rival, no quote']);
  });
});

describe('the deadline of the whole', () => {
  const steps = { quote, rival: { ...rival, after: 'quote', within: '1h' } } as const;

  it('ends what is open, also what has not begun', () => {
    const whole = follows(defineSaga({ ...concluding, steps, within: '5s' }));
    expect(whole(start).waits).toEqual([['*', 5_000]]);
    expect(whole(start).passed(5_000).sent).toEqual(['quotes.dropped quote, rival', 'quotes.closed ok']);
  });

  it('is a partial result, if it says so', () => {
    const whole = follows(defineSaga({ ...concluding, steps, within: '20s', onTimeout: 'partial' }));
    const waiting = whole(start, seen(QuoteMade(ok), 1));
    expect(waiting.waits).toEqual([['*', 20_000]]);
    expect(waiting.passed(20_000).sent).toEqual(['quotes.bought quote, no rival']);
  });
});
