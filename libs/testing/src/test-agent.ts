import { deepStrictEqual } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { answerFrom, createStepStore, type AgentDefinition } from '@troupe/agent-sdk';
import { deriveId, durationMs, type Draft, type Duration } from '@troupe/contracts';
import { play, type Step, type TestAgentOptions } from './agent-run.ts';
import { codecOf, DEFAULT_NOW_MS, deliver, expected, type DeliveredEvent, type Outcome } from './delivered-event.ts';

/** What an agent is shown, and what it is expected to do about it. */
export interface AgentScenario {
  /** Shown first; what the agent concludes from it is not looked at. */
  given(...events: readonly (Draft | DeliveredEvent)[]): AgentScenario;
  /** Shown in this order, all in one conversation unless an envelope says otherwise. */
  when(...events: readonly (Draft | DeliveredEvent)[]): AgentScenario;
  /**
   * Shown, prepared and given up right before the decision, as when the process is killed there. What was recorded stays:
   * shown again, the agent does not ask again.
   */
  interrupted(...events: readonly (Draft | DeliveredEvent)[]): AgentScenario;
  /** Lets time pass, in the log and for the agent: joined events may lapse. */
  after(duration: Duration): AgentScenario;
  /** Exactly these, in this order, with exactly this data. @throws AssertionError with the difference */
  thenPublishes(...drafts: readonly Draft[]): Promise<void>;
  /** @throws AssertionError with what was published */
  thenPublishesNothing(): Promise<void>;
  /** Exactly one event was given up, for this reason, and nothing concluded. @throws AssertionError */
  thenDeadLetters(code: string): Promise<void>;
  /**
   * Exactly these steps were recorded for the events shown, each by itself, in the order of their answers.
   * @throws AssertionError
   */
  thenRecords(...steps: readonly RecordedAnswer[]): Promise<void>;
}

/** A step and what was answered. */
export interface RecordedAnswer {
  readonly step: string;
  readonly answer: unknown;
}

/** Drafts become events once, so that a second run sees the same. */
const settle = (steps: readonly Step[], nowMs: number): readonly Step<DeliveredEvent>[] => {
  const conversationId = deriveId('test-conversation', randomUUID());
  const settleEvent = (see: Draft | DeliveredEvent, appendedMs: number): DeliveredEvent =>
    'draft' in see ? see : deliver(see, { conversationId, appendedMs });
  let appendedMs = nowMs;
  return steps.map((step) => {
    if ('passMs' in step) {
      appendedMs += step.passMs;
      return step;
    }
    return { ...step, see: settleEvent(step.see, appendedMs) };
  });
};

const recordedFor = async (
  steps: readonly Step<DeliveredEvent>[],
  agent: AgentDefinition,
  { database }: TestAgentOptions,
): Promise<readonly RecordedAnswer[]> => {
  if (database === undefined) return [];
  const ids = steps.flatMap((step) => ('see' in step ? [step.see.envelope.id] : []));
  const recorded = await createStepStore(database.db).recorded(agent.name, ids);
  return recorded
    .filter(({ stored }) => stored !== null)
    .map(({ step, stored }) => ({ step, answer: answerFrom(stored) }));
};

const outcomes = async (
  steps: readonly Step[],
  agent: AgentDefinition,
  options: TestAgentOptions,
): Promise<readonly Outcome[]> => {
  const settled = settle(steps, options.nowMs ?? DEFAULT_NOW_MS);
  const once = await play(settled, agent, options);
  if (agent.pure)
    deepStrictEqual(
      await play(settled, agent, options),
      once,
      `${agent.name} says it is pure but concluded something else the second time`,
    );
  return once;
};

/**
 * Tests an agent as it will run, with its real policies: events go in as records, what comes out is compared strictly and
 * in order. An agent with a store is tested on a real database; a pure one is run twice and compared with itself.
 *
 * @example
 * await testAgent(inventoryAgent(), { database }).when(order).thenPublishes(ItemsReserved({ lines }));
 */
export const testAgent = (agent: AgentDefinition, options: TestAgentOptions = {}): AgentScenario =>
  scenario([], agent, options);

const scenario = (steps: readonly Step[], agent: AgentDefinition, options: TestAgentOptions): AgentScenario => {
  const then = (...more: readonly Step[]): AgentScenario => scenario([...steps, ...more], agent, options);
  const compare = async (wanted: readonly Outcome[]): Promise<void> =>
    deepStrictEqual(await outcomes(steps, agent, options), wanted);
  return {
    given: (...events) => then(...events.map((see) => ({ see, counts: false }))),
    when: (...events) => then(...events.map((see) => ({ see, counts: true }))),
    interrupted: (...events) => then(...events.map((see) => ({ see, counts: false, interrupted: true }))),
    after: (duration) => then({ passMs: durationMs(duration) }),
    thenPublishes: async (...drafts) => {
      const codec = codecOf(agent);
      await compare(await Promise.all(drafts.map((draft) => expected(draft, codec))));
    },
    thenPublishesNothing: () => compare([]),
    thenDeadLetters: (code) => compare([{ deadLetter: code }]),
    thenRecords: async (...wanted) => {
      const settled = settle(steps, options.nowMs ?? DEFAULT_NOW_MS);
      await play(settled, agent, options);
      deepStrictEqual(await recordedFor(settled, agent, options), wanted);
    },
  };
};
