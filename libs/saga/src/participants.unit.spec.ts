import { describe, expect, it } from '@jest/globals';
import { EventHeld, eventType, TroupeError, type AvroRecordSchema, type Draft } from '@troupe/contracts';
import { decide } from './decide.ts';
import { defineSaga } from './define-saga.ts';
import type { EventFact, SagaFact } from './fact.ts';
import { fold } from './fold.ts';
import { checkParticipant, withParticipants, type ParticipantRow } from './participants.ts';
import { status } from './status.ts';
import { readCondition } from './start-condition.ts';
import { decided, noteEvent, passed, seen, T0 } from './trip.fixture.ts';
import { viewOf } from './view.ts';

const schema: AvroRecordSchema = {
  type: 'record',
  name: 'SaleMade',
  fields: [
    { name: 'amount', type: 'long' },
    { name: 'express', type: 'boolean' },
    { name: 'note', type: ['null', 'string'], default: null },
    {
      name: 'buyer',
      type: { type: 'record', name: 'Buyer', fields: [{ name: 'country', type: 'string' }] },
    },
    { name: 'kind', type: { type: 'enum', name: 'Kind', symbols: ['NEW', 'USED'] } },
    { name: 'tags', type: { type: 'array', items: 'string' } },
  ],
};

interface Sale {
  readonly amount: number;
  readonly express: boolean;
  readonly note: string | null;
  readonly buyer: { readonly country: string };
  readonly kind: 'NEW' | 'USED';
  readonly tags: readonly string[];
}

const SaleMade = eventType<'sale.made', Sale>({ type: 'sale.made', domain: 'sales', schema });
const Paid = noteEvent('sale.paid');
const PaymentRefused = noteEvent('payment.refused');
const Gift = noteEvent('gift.packed');
const SaleDone = noteEvent('sale.done');
const SaleLost = noteEvent('sale.lost');
const SaleClosed = noteEvent('sale.closed');
const CreditChecked = noteEvent('credit.checked');
const CreditRefused = noteEvent('credit.refused');

const sale = defineSaga({
  name: 'sale',
  startedBy: SaleMade,
  steps: {
    pay: { completedBy: Paid, failedBy: [PaymentRefused], within: '10s' },
    gift: { completedBy: Gift, within: '5s', optional: 'by-row' },
  },
  publishes: [SaleDone, SaleLost, SaleClosed],
  onCompleted: ({ steps: { gift } }) => SaleDone({ note: gift?.note ?? 'no gift' }),
  onRejected: ({ refusals, missing }) =>
    SaleLost({ note: [...refusals.map(({ step, data }) => `${step}: ${data.note}`), ...missing].join(', ') }),
  onClosed: () => SaleClosed({ note: '' }),
});

const row = (differs: Partial<ParticipantRow>): ParticipantRow => ({
  id: 1,
  saga: 'sale',
  step: 'credit',
  change: 'added',
  when: undefined,
  effectiveMs: T0 - 1_000,
  added: {
    completedBy: CreditChecked,
    failedBy: [CreditRefused],
    withinMs: 20_000,
    optional: false,
    compensatedBy: undefined,
  },
  ...differs,
});

const made = (amount: number, atMs = 0): EventFact =>
  seen(SaleMade({ amount, express: true, note: null, buyer: { country: 'GB' }, kind: 'NEW', tags: [] }), atMs);
const ok = { note: 'ok' };
const answers: readonly SagaFact[] = [seen(Paid(ok), 1), seen(Gift(ok), 2)];

const end = (rows: readonly ParticipantRow[], start: EventFact, ...facts: readonly SagaFact[]) => {
  const definition = withParticipants(sale, rows, start);
  const { decisions, state } = decide(
    definition,
    fold(definition, { conversationId: 'c', facts: [start, ...facts] }),
    T0,
  );
  const drafts = decisions.flatMap(({ draft }): readonly Draft[] => (draft === undefined ? [] : [draft]));
  return { status: status(state), sent: drafts.map(({ type, data }) => [type, data]), view: viewOf(state) };
};

const over = row({ when: readCondition('amount > 500', [SaleMade]) });

describe('a step that a row adds', () => {
  it('is waited for in conversations that meet its condition, and in no others', () => {
    expect(end([over], made(501), ...answers).status).toBe('running');
    expect(end([over], made(500), ...answers).status).toBe('completed');
  });

  it('completes the saga, and is part of what it shows', () => {
    const { status: reached, view } = end([over], made(501), ...answers, seen(CreditChecked({ note: 'A+' }), 3));
    expect(reached).toBe('completed');
    expect(view.steps).toEqual({ pay: ok, gift: ok, credit: { note: 'A+' } });
  });

  it('rejects the saga with its no, and when nobody answers in time', () => {
    const refused = end([over], made(501), ...answers, seen(CreditRefused({ note: 'too much' }), 3));
    expect(refused.sent).toEqual([
      ['sale.lost', { note: 'credit: too much' }],
      ['sale.closed', { note: '' }],
    ]);
    expect(end([over], made(501), ...answers, passed('credit')).sent[0]).toEqual(['sale.lost', { note: 'credit' }]);
  });

  it('shows what the agent holds that it names', () => {
    const agent = 'credit-agent';
    const held = row({ added: { ...over.added!, heldBy: agent } });
    const holding = { agent, event: 'e-1', type: 'sale.made', code: 'TERMINAL', letter: 'l-1' };
    const said = [...answers, seen(EventHeld(holding), 3)];
    expect(end([held], made(501), ...said).view.held).toMatchObject([{ step: 'credit', agent, code: 'TERMINAL' }]);
    expect(end([over], made(501), ...said).view.held).toEqual([]);
  });

  it('concerns starts that were appended later than it is in effect, and not those of the same moment', () => {
    const soon = row({ effectiveMs: T0 });
    expect(withParticipants(sale, [soon], made(1, 0))).toBe(sale);
    expect(withParticipants(sale, [soon], made(1, 1)).steps.map(({ name }) => name)).toEqual(['pay', 'gift', 'credit']);
  });

  it('is replaced by a later row, and ends with one that removes it', () => {
    const shorter = row({ id: 2, effectiveMs: T0 + 10, added: { ...row({}).added!, withinMs: 1_000 } });
    const removed = row({ id: 3, effectiveMs: T0 + 20, change: 'removed', added: undefined });
    const stepsAt = (atMs: number) =>
      withParticipants(sale, [removed, shorter, row({})], made(1, atMs)).steps.map(({ name, withinMs }) => [
        name,
        withinMs,
      ]);
    expect(stepsAt(5).at(-1)).toEqual(['credit', 20_000]);
    expect(stepsAt(15).at(-1)).toEqual(['credit', 1_000]);
    expect(stepsAt(25).at(-1)).toEqual(['gift', 5_000]);
  });

  it('leaves a definition alone that declares the step itself, and other sagas', () => {
    expect(withParticipants(sale, [row({ step: 'pay' })], made(1)).steps).toEqual(sale.steps);
    expect(withParticipants(sale, [row({ saga: 'other' })], made(1))).toBe(sale);
    expect(withParticipants(sale, [row({})], undefined)).toBe(sale);
  });
});

describe('a step that a row makes optional', () => {
  const spared = row({ step: 'gift', change: 'optional', added: undefined });

  it('is done without, until a later row requires it again', () => {
    expect(end([spared], made(1), seen(Paid(ok), 1), passed('gift')).sent).toEqual([
      ['sale.done', { note: 'no gift' }],
    ]);
    const again = row({ id: 2, step: 'gift', change: 'required', added: undefined });
    expect(end([again, spared], made(1), seen(Paid(ok), 1), passed('gift')).sent[0]?.[0]).toBe('sale.lost');
  });

  it('is required where no row says anything', () =>
    expect(end([], made(1), seen(Paid(ok), 1), passed('gift'), decided('rejected')).view.missing).toEqual(['gift']));
});

describe('a row is refused', () => {
  const whyNot = (differs: Partial<ParticipantRow>, others: readonly ParticipantRow[] = []): string => {
    try {
      checkParticipant(sale, others, row({ id: 9, ...differs }));
      return 'accepted';
    } catch (error) {
      return TroupeError.is(error) ? `${error.code} ${error.message}` : String(error);
    }
  };
  const added = row({}).added!;

  it.each<[string, Partial<ParticipantRow>, string]>([
    ['that adds what is declared', { step: 'pay' }, 'the saga itself declares it'],
    ['that removes what is declared', { step: 'pay', change: 'removed' }, 'only what a row added is removed'],
    ['about a step that there is not', { change: 'required', added: undefined }, 'there is no such step by then'],
    ['that spares what the saga concludes from', { step: 'pay', change: 'optional' }, 'concludes from it'],
    ['whose event means something already', { added: { ...added, completedBy: Paid } }, 'sale.paid has two meanings'],
    ['whose event the saga publishes', { added: { ...added, failedBy: [SaleLost] } }, 'both published and waited for'],
    ['held by what is no agent', { added: { ...added, heldBy: 'Credit' } }, "'heldBy' must name an agent"],
    ['without time to answer', { added: { ...added, withinMs: 0 } }, 'must be longer than nothing'],
    ['with a name that is none', { step: 'Credit Check' }, 'must be in kebab-case'],
  ])('%s', (_, differs, why) => {
    expect(whyNot(differs)).toContain('PARTICIPANT_REFUSED');
    expect(whyNot(differs)).toContain(why);
  });

  it('that contradicts one which comes into effect later', () => {
    const later = row({ step: 'score', effectiveMs: T0 + 10 });
    expect(whyNot({}, [later])).toContain('credit.checked has two meanings');
    const earlier = row({ effectiveMs: T0 + 20, change: 'required', added: undefined });
    expect(whyNot({ ...earlier, id: 9 }, [row({})])).toBe('accepted');
  });
});

describe('a condition', () => {
  it.each([
    ['amount > 500', 501, true],
    ['amount > 500', 500, false],
    ['amount >= 500', 500, true],
    ['amount<500', 499, true],
    ['amount <= 500', 501, false],
    ['amount = 7', 7, true],
    ['amount != 7', 7, false],
    ['amount in 1, 2,3', 3, true],
    ['amount in 1, 2', 3, false],
    ['buyer.country in FR, GB', 1, true],
    ['buyer.country != GB', 1, false],
    ['kind = NEW', 1, true],
    ['express = true', 1, true],
    ['express = false', 1, false],
    ['note != x', 1, false],
  ])('%s, with an amount of %d, is %s', (text, amount, holds) => {
    const rows = [row({ when: readCondition(text, [SaleMade]) })];
    expect(withParticipants(sale, rows, made(amount)).steps).toHaveLength(holds ? 3 : 2);
  });

  it.each([
    ['amnt > 500', "sale.made has no field 'amnt'"],
    ['buyer.city = Leeds', "sale.made has no field 'buyer.city'"],
    ['amount > much', "'amount' is a number, and 'much' is none"],
    ['buyer.country > GB', "'buyer.country' is no number"],
    ['kind = OLD', "'kind' is one of NEW, USED, not 'OLD'"],
    ['express = maybe', "'express' is true or false, not 'maybe'"],
    ['tags = x', "'tags' is neither a number nor a text"],
    ['buyer = x', "'buyer' is neither a number nor a text"],
    ['amount', 'is not of the form'],
  ])('%s is refused', (text, why) => expect(() => readCondition(text, [SaleMade])).toThrow(why));

  it('has to fit every event that can start the saga', () =>
    expect(() => readCondition('amount > 5', [SaleMade, Paid])).toThrow("sale.paid has no field 'amount'"));
});
