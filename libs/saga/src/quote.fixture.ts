import { fold } from './fold.ts';
import { decide } from './decide.ts';
import { deadlines } from './deadlines.ts';
import type { SagaFact } from './fact.ts';
import type { SagaDefinition } from './saga-definition.ts';
import { status } from './status.ts';
import { noteEvent, T0 } from './trip.fixture.ts';
import { viewOf } from './view.ts';

export const Asked = noteEvent('part.asked');
export const QuotesWanted = noteEvent('quotes.wanted');
export const QuotesImported = noteEvent('quotes.imported');
export const SuppliersChosen = noteEvent('suppliers.chosen');
export const QuoteMade = noteEvent('quote.made');
export const QuoteRefused = noteEvent('quote.refused');
export const QuoteWithdrawn = noteEvent('quote.withdrawn');
export const RivalQuoted = noteEvent('rival.quoted');
export const ThirdQuoted = noteEvent('third.quoted');
export const BudgetSpent = noteEvent('budget.spent');
export const Bought = noteEvent('quotes.bought');
export const Dropped = noteEvent('quotes.dropped');
export const Closed = noteEvent('quotes.closed');

const ok = { note: 'ok' };

/** What every saga of these specs concludes. */
export const concluding = {
  name: 'quotes',
  startedBy: QuotesWanted,
  publishes: [Bought, Dropped, Closed, Asked],
  onCompleted: ({ steps, missing }: { readonly steps: object; readonly missing: readonly string[] }) =>
    Bought({ note: [...Object.keys(steps), ...missing.map((step) => `no ${step}`)].join(', ') }),
  onRejected: ({ missing }: { readonly missing: readonly string[] }) => Dropped({ note: missing.join(', ') }),
  onClosed: () => Closed(ok),
} as const;

const CONVERSATION = 'c-1';

/** What follows from facts, read in this order, in words: `type note`. */
export interface Followed {
  readonly sent: readonly string[];
  readonly facts: readonly SagaFact[];
  readonly status: ReturnType<typeof status>;
  readonly view: ReturnType<typeof viewOf>;
  /** What is waited for: names, and how long after the start. */
  readonly waits: readonly (readonly [string, number])[];
  /** The same once more has been read. */
  then(...facts: readonly SagaFact[]): Followed;
  /** The same once the deadlines up to so long after the start have passed. */
  passed(ms: number): Followed;
}

const follow = (definition: SagaDefinition, known: readonly SagaFact[], news: readonly SagaFact[]): Followed => {
  let facts = known;
  const sent: string[] = [];
  for (const fact of news) {
    const { decisions } = decide(
      definition,
      fold(definition, { conversationId: CONVERSATION, facts: [...facts, fact] }),
      T0,
    );
    sent.push(...decisions.flatMap(({ draft }) => (draft ? [`${draft.type} ${noteIn(draft.data)}`] : [])));
    facts = [...facts, fact, ...decisions.map((each) => each.fact)];
  }
  const state = fold(definition, { conversationId: CONVERSATION, facts });
  const open = deadlines(definition, state);
  return {
    ...{ sent, facts, status: status(state), view: viewOf(state) },
    waits: open.map(({ step, dueMs }) => [step, dueMs - T0] as const),
    then: (...more) => follow(definition, facts, more),
    passed: (ms) => {
      const due = open.find(({ dueMs }): boolean => dueMs <= T0 + ms);
      if (due === undefined) return follow(definition, facts, []);
      const next = follow(definition, facts, [due]);
      const later = next.passed(ms);
      return { ...later, sent: [...next.sent, ...later.sent] };
    },
  };
};

const noteIn = (data: unknown): string => (data as { readonly note: string }).note;

/** Shows a saga facts, one after the other, as if it were restarted in between. */
export const follows =
  (definition: SagaDefinition) =>
  (...facts: readonly SagaFact[]): Followed =>
    follow(definition, [], facts);
