import { describe, expect, it } from '@jest/globals';
import { decide } from './decide.ts';
import { defineSaga } from './define-saga.ts';
import { fold } from './fold.ts';
import { Asked, concluding, follows, QuoteMade, QuotesWanted, QuoteWithdrawn, RivalQuoted } from './quote.fixture.ts';
import type { LatePolicy } from './saga-definition.ts';
import { seen, T0 } from './trip.fixture.ts';

const ok = { note: 'ok' };
const start = seen(QuotesWanted(ok), 0);
const made = seen(QuoteMade(ok), 1);
const late = seen(RivalQuoted({ note: 'late' }), 25_000);
const steps = {
  quote: { completedBy: QuoteMade, within: '10s' },
  rival: { completedBy: RivalQuoted, within: '20s', onTimeout: 'partial' },
} as const;
const policy = (chosen: LatePolicy) =>
  defineSaga({
    ...concluding,
    steps,
    late: chosen,
    onAppended: (_, { step }) => Asked({ note: `${step} was added` }),
  });
const partial = (chosen: LatePolicy) => follows(policy(chosen))(start, made).passed(20_000);

describe('a completion that comes after its deadline', () => {
  it('is recorded, and changes nothing, unless something else is declared', () => {
    const { sent, view } = partial('ignore').then(late, late);
    expect(sent).toEqual([]);
    expect(view).toMatchObject({
      steps: { quote: ok },
      missing: ['rival'],
      late: [{ step: 'rival', id: 'rival.quoted', data: { note: 'late' }, policy: 'ignore', done: true }],
    });
  });

  it('is told with the decision about it, once', () => {
    const definition = policy('ignore');
    const facts = [...partial('ignore').facts, late];
    const { decisions, state } = decide(definition, fold(definition, { conversationId: 'c-1', facts }), T0);
    expect(decisions).toEqual([
      expect.objectContaining({ late: expect.objectContaining({ step: 'rival' }), draft: undefined }),
    ]);
    expect(decide(definition, state, T0).decisions).toEqual([]);
  });

  it('is added to the result, and told', () => {
    const { sent, view, status } = partial('append').then(late, late);
    expect(sent).toEqual(['part.asked rival was added']);
    expect(view).toMatchObject({ steps: { quote: ok, rival: { note: 'late' } }, missing: [], round: 0 });
    expect(status).toBe('completed');
  });

  it('resolves a partial result again', () => {
    const { sent, view } = partial('reopen').then(late, late);
    expect(sent).toEqual(['quotes.bought quote, rival']);
    expect(view).toMatchObject({ missing: [], round: 1, late: [{ policy: 'reopen', done: true }] });
  });

  it('is the same when it was read before the deadline had passed', () =>
    expect(follows(policy('reopen'))(start, made, late).passed(20_000).sent).toEqual([
      'quotes.bought quote, no rival',
      'quotes.bought quote, rival',
    ]));
});

describe('a saga that was rejected for want of answers', () => {
  const rejecting = defineSaga({
    ...concluding,
    steps: { quote: steps.quote, rival: { ...steps.rival, onTimeout: 'reject' } },
    late: 'reopen',
  });

  it('is resolved again when all that it lacked has come', () => {
    const dropped = follows(rejecting)(start).passed(20_000);
    expect(dropped).toMatchObject({ sent: ['quotes.dropped quote', 'quotes.closed ok'], status: 'closed' });
    const waiting = dropped.then(late);
    expect(waiting).toMatchObject({ sent: [], status: 'closed', view: { late: [{ step: 'rival', done: false }] } });
    const reopened = waiting.then(seen(QuoteMade(ok), 26_000));
    expect(reopened.sent).toEqual(['quotes.bought quote, rival', 'quotes.bought quote, rival']);
    expect(reopened).toMatchObject({ status: 'completed', view: { round: 2, outcome: 'completed' } });
  });
});

describe('a saga that was rejected before another step was due', () => {
  const slow = { completedBy: RivalQuoted, within: '20s', optional: true, late: 'ignore' } as const;
  const rejecting = follows(defineSaga({ ...concluding, steps: { quote: { ...steps.quote, late: 'reopen' }, slow } }));

  it('is reopened once it is known what became of that', () => {
    const reopened = rejecting(start)
      .passed(10_000)
      .then(seen(QuoteMade(ok), 15_000));
    expect(reopened).toMatchObject({ sent: [], status: 'closed', waits: [['slow', 20_000]] });
    expect(reopened.passed(20_000)).toMatchObject({ sent: ['quotes.bought quote, no slow'], status: 'completed' });
  });
});

describe('a participant that answers after others were enough', () => {
  const racing = follows(
    defineSaga({
      ...concluding,
      join: 'any',
      asks: { rival: { undo: () => Asked({ note: 'withdraw' }) } },
      steps: {
        quote: steps.quote,
        rival: { completedBy: RivalQuoted, within: '20s', compensatedBy: QuoteWithdrawn, late: 'compensate' },
      },
    }),
  );

  it('is asked to undo its part', () => {
    const { sent, view, status } = racing(start, made).then(seen(RivalQuoted(ok), 2));
    expect(sent).toEqual(['part.asked withdraw']);
    expect(view.late).toMatchObject([{ step: 'rival', policy: 'compensate', done: true }]);
    expect(status).toBe('completed');
  });
});
