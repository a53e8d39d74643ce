import { deepStrictEqual } from 'node:assert/strict';
import { durationMs, SagaInstructed, TroupeError, type Draft, type Duration } from '@troupe/contracts';
import {
  deadlines,
  decide,
  fold,
  status,
  type EventFact,
  type SagaDefinition,
  type SagaFact,
  type SagaStatus,
} from '@troupe/saga';

/** What a saga is shown, and what it is expected to conclude. */
export interface SagaScenario {
  /** Shown first; what the saga concludes from it is not looked at. */
  given(...events: readonly Draft[]): SagaScenario;
  /** Shown in this order. The same draft shown twice is a duplicate. */
  when(...events: readonly Draft[]): SagaScenario;
  /** Lets time pass in the log: deadlines pass with it, and what is shown next was appended after. */
  after(duration: Duration): SagaScenario;
  /** Exactly these, in this order, with exactly this data. @throws AssertionError with the difference */
  thenSends(...drafts: readonly Draft[]): void;
  /** What its parent is told, compared as what it sends is. @throws AssertionError with the difference */
  thenReports(...drafts: readonly Draft[]): void;
  /** @throws AssertionError with what was sent */
  thenNothing(): void;
  /** Where the saga stands in the end. @throws AssertionError with where it stands instead */
  thenStatus(expected: SagaStatus): void;
}

type Step = { readonly see: Draft; readonly counts: boolean } | { readonly passMs: number };

/** How far a scenario has come. */
interface Course {
  readonly facts: readonly SagaFact[];
  readonly nowMs: number;
  readonly sent: readonly Told[];
  readonly reported: readonly Told[];
}

/** A draft, as it is compared. */
interface Told {
  readonly type: string;
  readonly data: unknown;
}

const toldBy = (draft: Draft | undefined): readonly Told[] =>
  draft === undefined ? [] : [{ type: draft.type, data: draft.data }];

const CONVERSATION = 'conversation-1';
const START_MS = Date.UTC(2026, 0, 1);

const settle = (definition: SagaDefinition, course: Course, facts: readonly SagaFact[], counts: boolean): Course => {
  const all = [...course.facts, ...facts];
  const before = fold(definition, { conversationId: CONVERSATION, facts: all });
  const { decisions } = decide(definition, before, course.nowMs);
  const counted = counts ? decisions : [];
  return {
    ...course,
    facts: [...all, ...decisions.map(({ fact }) => fact)],
    sent: [...course.sent, ...counted.flatMap(({ draft }) => toldBy(draft))],
    reported: [...course.reported, ...counted.flatMap(({ report }) => toldBy(report))],
  };
};

const pass = (definition: SagaDefinition, course: Course, ms: number): Course => {
  const nowMs = course.nowMs + ms;
  const state = fold(definition, { conversationId: CONVERSATION, facts: course.facts });
  const passed = deadlines(definition, state).filter(({ dueMs }) => dueMs < nowMs);
  return settle(definition, { ...course, nowMs }, passed, true);
};

/** What operators say concerns every saga. */
const hears = ({ consumes }: SagaDefinition, draft: Draft): boolean =>
  draft.type === SagaInstructed.type || consumes.some(({ type }) => type === draft.type);

const play = (definition: SagaDefinition, steps: readonly Step[]): Course => {
  const ids = new Map<Draft, string>();
  const factOf = (draft: Draft, nowMs: number): EventFact => {
    if (!hears(definition, draft))
      throw new TroupeError('DEFINITION_INVALID', `Saga '${definition.name}' does not wait for ${draft.type}`);
    const id = ids.get(draft) ?? `event-${ids.size + 1}`;
    ids.set(draft, id);
    return { kind: 'event', id, type: draft.type, appendedMs: nowMs, timeMs: nowMs, data: draft.data };
  };
  let course: Course = { facts: [], nowMs: START_MS, sent: [], reported: [] };
  for (const step of steps) {
    if ('passMs' in step) course = pass(definition, course, step.passMs);
    else {
      course = settle(definition, course, [factOf(step.see, course.nowMs)], step.counts);
      course = { ...course, nowMs: course.nowMs + 1 };
    }
  }
  return course;
};

const scenario = (definition: SagaDefinition, steps: readonly Step[]): SagaScenario => {
  const then = (...more: readonly Step[]): SagaScenario => scenario(definition, [...steps, ...more]);
  const sent = (): Course['sent'] => play(definition, steps).sent;
  const compare = (told: readonly Told[], drafts: readonly Draft[]): void =>
    deepStrictEqual(told, drafts.flatMap(toldBy));
  return {
    given: (...events) => then(...events.map((see) => ({ see, counts: false }))),
    when: (...events) => then(...events.map((see) => ({ see, counts: true }))),
    after: (duration) => then({ passMs: durationMs(duration) }),
    thenSends: (...drafts) => compare(sent(), drafts),
    thenReports: (...drafts) => compare(play(definition, steps).reported, drafts),
    thenNothing: () => deepStrictEqual(sent(), []),
    thenStatus: (expected) => {
      const { facts } = play(definition, steps);
      deepStrictEqual(status(fold(definition, { conversationId: CONVERSATION, facts })), expected);
    },
  };
};

/**
 * Tests a saga's definition alone: in milliseconds, without a coordinator. Each event is appended a millisecond after the
 * one before; what the saga concludes is compared strictly and in order.
 *
 * @example
 * testSaga(orderSaga({ answerWithin: '30s' })).given(placed, verified).when(unavailable).thenSends(OrderRejected({ … }));
 */
export const testSaga = (definition: SagaDefinition): SagaScenario => scenario(definition, []);
