import { describe, expect, it } from '@jest/globals';
import { EventHeld, TroupeError, type EventHeldData } from '@troupe/contracts';
import { defineSaga } from './define-saga.ts';
import { drawSaga } from './draw-saga.ts';
import type { EventFact } from './fact.ts';
import { concernsHeld } from './held.ts';
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
import type { StepOptions } from './saga-options.ts';
import { seen } from './trip.fixture.ts';

const ok = { note: 'ok' };
const start = seen(QuotesWanted(ok), 0);
const made = seen(QuoteMade(ok), 30);
const rival = seen(RivalQuoted(ok), 40);

const holding = (atMs: number, more: Partial<EventHeldData> = {}): EventFact => {
  const data = { agent: 'quote-agent', event: 'e-1', type: 'quotes.wanted', code: 'TERMINAL', letter: 'l-1' };
  return seen(EventHeld({ ...data, ...more }), atMs, `held ${atMs}`);
};
const shown = { agent: 'quote-agent', type: 'quotes.wanted', event: 'e-1', code: 'TERMINAL', letter: 'l-1' };

const quoting = (quote: Partial<StepOptions>) =>
  defineSaga({
    ...concluding,
    steps: {
      quote: { completedBy: QuoteMade, failedBy: [QuoteRefused], within: '10s', heldBy: 'quote-agent', ...quote },
      rival: { completedBy: RivalQuoted, within: '20s' },
    },
  });

describe('a step whose agent holds an event', () => {
  const waiting = follows(quoting({}));

  it('waits, and is shown as held until it is answered', () => {
    const held = waiting(start, holding(5));
    expect(held).toMatchObject({ sent: [], status: 'running', view: { held: [{ step: 'quote', ...shown }] } });
    const answered = held.then(made);
    expect(answered.view.held).toEqual([]);
    expect(answered.then(rival)).toMatchObject({ sent: ['quotes.bought quote, rival'], status: 'completed' });
  });

  it('is missing when its time is up, and says by whom it was held', () => {
    const overdue = waiting(start, holding(5)).passed(10_000);
    expect(overdue).toMatchObject({ sent: ['quotes.dropped quote', 'quotes.closed ok'], view: { missing: ['quote'] } });
    expect(overdue.view.held).toEqual([{ step: 'quote', ...shown }]);
  });

  it('is not held by what another agent holds, nor by what came before its answer', () => {
    expect(waiting(start, holding(5, { agent: 'rival-agent' })).view.held).toEqual([]);
    expect(waiting(start, made, holding(5)).view.held).toEqual([]);
  });

  it('shows what others wait behind rather than what waits behind it', () => {
    const { held } = waiting(start, holding(5), holding(6, { code: 'PARKED', letter: 'l-2' })).view;
    expect(held).toMatchObject([{ code: 'TERMINAL', letter: 'l-1' }]);
  });
});

describe('a step that fails when its agent holds an event', () => {
  const failing = follows(quoting({ ifHeld: 'fail' }));

  it('has the saga rejected at once, with that as the cause', () => {
    const { sent, view } = failing(start, rival, holding(50));
    expect(sent).toEqual(['quotes.dropped quote', 'quotes.closed ok']);
    expect(view).toMatchObject({ outcome: 'rejected', missing: ['quote'], refusals: [], held: [{ step: 'quote' }] });
  });

  it.each([
    ['completed before that', [made, holding(50)]],
    ['refused before that', [seen(QuoteRefused(ok), 30), holding(50)]],
  ])('is %s if the log says so, whatever is read first', (_, facts) => {
    const [one, other] = [failing(start, ...facts), failing(start, ...facts.toReversed())];
    expect([one.view.held, other.view.held]).toEqual([[], []]);
  });

  it.each(['PARKED', 'APPROVAL_REQUIRED'])('waits while it is only %s', (code) =>
    expect(failing(start, holding(5, { code }))).toMatchObject({
      status: 'running',
      view: { held: [{ step: 'quote', code }] },
    }),
  );

  it('is not failed by what is held after its deadline', () => {
    const { sent, view } = failing(start, rival, holding(10_001)).passed(10_000);
    expect(sent).toEqual(['quotes.dropped quote', 'quotes.closed ok']);
    expect(view.held).toMatchObject([{ step: 'quote' }]);
  });

  it.each([
    ['optional', { optional: true }],
    ['partial', { onTimeout: 'partial' }],
  ] as const)('is done without at once where it is %s', (_, spared) => {
    const { sent, status, view } = follows(quoting({ ifHeld: 'fail', ...spared }))(start, rival, holding(50));
    expect({ sent, status }).toEqual({ sent: ['quotes.bought rival, no quote'], status: 'completed' });
    expect(view.missing).toEqual(['quote']);
  });

  it('is late when it is released and answered after the saga completed without it', () => {
    const spared = quoting({ ifHeld: 'fail', onTimeout: 'partial', late: 'reopen' });
    const { sent, view } = follows(spared)(start, rival, holding(50)).then(seen(QuoteMade(ok), 900));
    expect(sent).toEqual(['quotes.bought quote, rival']);
    expect(view).toMatchObject({ held: [], missing: [], round: 1, late: [{ step: 'quote', policy: 'reopen' }] });
  });

  it('may still do its part: the rollback waits until it has undone it', () => {
    const undoable = follows(quoting({ ifHeld: 'fail', compensatedBy: QuoteWithdrawn }));
    const rejected = undoable(start, holding(50));
    expect(rejected).toMatchObject({ sent: ['quotes.dropped quote'], status: 'rolling-back' });
    const released = rejected.then(seen(QuoteMade(ok), 900));
    expect(released).toMatchObject({ sent: [], status: 'rolling-back' });
    expect(released.then(seen(QuoteWithdrawn(ok), 901))).toMatchObject({
      sent: ['quotes.closed ok'],
      status: 'closed',
    });
  });

  it('fails every item that has not been answered', () => {
    const perSupplier = follows(
      defineSaga({
        ...concluding,
        items: { quote: { keys: ({ note }) => note.split(' '), keyOf: ({ note }) => note } },
        steps: {
          quote: {
            ...{ completedBy: QuoteMade, within: '10s', forEach: { of: SuppliersChosen, atMost: 3 } },
            ...{ optional: true, heldBy: 'quote-agent', ifHeld: 'fail' },
          },
        },
      }),
    );
    const acme = seen(QuoteMade({ note: 'acme' }), 20);
    const before = perSupplier(start, holding(50), acme);
    expect(before).toMatchObject({ sent: [], status: 'running' });
    const { sent, view } = before.then(seen(SuppliersChosen({ note: 'acme zeus' }), 10));
    expect(sent).toEqual(['quotes.bought quote, no quote:zeus']);
    expect(view.held).toMatchObject([{ step: 'quote:zeus' }]);
  });

  it('is drawn with it', () =>
    expect(drawSaga(quoting({ ifHeld: 'fail' }))).toContain('"quote.refused<br/>held by quote-agent<br/>no answer"'));
});

describe('steps of one agent', () => {
  const step = { within: '10s' } as const;
  const two = (quoted: StepOptions['heldBy'], rivalled: StepOptions['heldBy']) =>
    defineSaga({
      ...concluding,
      steps: {
        quote: { ...step, completedBy: QuoteMade, ...(quoted && { heldBy: quoted }) },
        rival: { ...step, completedBy: RivalQuoted, ...(rivalled && { heldBy: rivalled }) },
      },
    });
  const of = (...events: (typeof Asked | typeof QuotesWanted)[]) => ({ agent: 'quote-agent', of: events });

  it('are told apart by the events that are held', () => {
    const { held } = follows(two(of(QuotesWanted), of(Asked)))(start, holding(5)).view;
    expect(held).toMatchObject([{ step: 'quote' }]);
  });

  it.each([
    ['neither says of which', 'quote-agent', 'quote-agent'],
    ['one does not say of which', 'quote-agent', of(Asked)],
    ['both say the same', of(Asked, QuotesWanted), of(Asked)],
  ])('are refused where %s', (_, one, other) => {
    expect(() => two(one, other)).toThrow(TroupeError);
    expect(() => two(one, other)).toThrow("'quote-agent' also holds up 'rival': say of which events each");
  });

  it.each([
    ['an agent that cannot be one', { heldBy: 'Quote Agent' }, "'heldBy' must name an agent"],
    ['what happens when nobody is named', { ifHeld: 'fail' }, "'ifHeld' means nothing without 'heldBy'"],
  ] as const)('are refused with %s', (_, more, why) =>
    expect(() => defineSaga({ ...concluding, steps: { quote: { ...step, completedBy: QuoteMade, ...more } } })).toThrow(
      why,
    ),
  );

  it('are what a held event concerns', () => {
    const saga = two('quote-agent', undefined);
    expect(saga.consumes.map(({ type }) => type)).toContain('event.held');
    expect([holding(1), holding(1, { agent: 'other' })].map(({ data }) => concernsHeld(saga, data))).toEqual([
      true,
      false,
    ]);
    expect(two(undefined, undefined).consumes).not.toContain(EventHeld);
  });

  it('are not needed for a saga to hear of everything that is held', () => {
    const saga = defineSaga({
      ...concluding,
      hears: [EventHeld],
      steps: { quote: { ...step, completedBy: QuoteMade } },
    });
    expect(concernsHeld(saga, holding(1, { agent: 'other' }).data)).toBe(true);
  });
});
