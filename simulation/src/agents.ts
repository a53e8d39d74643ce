import type { EventType } from '@troupe/contracts';
import { defineAgent, TerminalError, when, type AgentContext, type AgentDefinition } from '@troupe/agent-sdk';
import {
  CheckFailed,
  CheckPassed,
  LeftDone,
  LeftRefused,
  LeftUndone,
  NoteAdded,
  NoteEchoed,
  NoteKept,
  RightDone,
  RightRefused,
  RightUndone,
  TaskRejected,
  TaskRequested,
  TaskWithdrawn,
  type Remark,
} from './domain.ts';
import type { Answer } from './plan.ts';
import { runOn } from './world/sim-database.ts';
import type { TableView } from './world/sim-tables.ts';

/** Where the effects of events lie; what follows is the event's id. */
export const EFFECTS = 'effect ';
/** Where it lies what a participant holds; what follows is the conversation. */
export const HELD = 'held ';

/** What the agents of one process need of the world. */
export interface AgentWorld {
  /** From [0, 1): other each time it is asked. */
  readonly random: () => number;
  readonly answerOf: (side: 'left' | 'right', conversation: string) => Answer;
}

type Context = Pick<AgentContext, 'tx'>;

/** Counts how often an event took effect; committed with the decision, that is once. */
const takeEffect = async (view: TableView, id: string): Promise<void> => {
  const key = EFFECTS + id;
  await view.lock(key);
  view.set(key, Number(view.get(key) ?? 0) + 1);
};

interface Side {
  readonly name: 'left' | 'right';
  readonly done: EventType<string, Remark>;
  readonly refused: EventType<string, Remark>;
  readonly undone: EventType<string, Remark>;
}

type State = 'done' | 'undone' | 'undone first';

/** Does its part, unless it was undone before; undoes it once. An undo may overtake what it undoes. */
const participant = ({ name, done, refused, undone }: Side, { answerOf }: AgentWorld): AgentDefinition => {
  const stateOf = async (view: TableView, conversation: string): Promise<State | undefined> => {
    await view.lock(HELD + conversation);
    // What is written under this key is what is read.
    return view.get(HELD + conversation) as State | undefined;
  };
  const act = (id: string, conversation: string, { tx }: Context): Promise<boolean> =>
    runOn(tx, async (view) => {
      await takeEffect(view, id);
      if ((await stateOf(view, conversation)) !== undefined) return false;
      view.set(HELD + conversation, 'done' satisfies State);
      return true;
    });
  const undo = (id: string, conversation: string, { tx }: Context): Promise<boolean> =>
    runOn(tx, async (view) => {
      await takeEffect(view, id);
      const state = await stateOf(view, conversation);
      if (state === 'undone' || state === 'undone first') return false;
      view.set(HELD + conversation, (state === 'done' ? 'undone' : 'undone first') satisfies State);
      return true;
    });
  const remark = { nth: 0, text: name };
  const undoing = (on: typeof TaskRejected | typeof TaskWithdrawn) =>
    when(on, async ({ envelope: { id, conversationId } }, context: AgentContext) =>
      (await undo(id, conversationId, context)) ? undone(remark) : undefined,
    );
  return defineAgent({
    name: `${name}-agent`,
    publishes: [done, refused, undone],
    on: [
      when(TaskRequested, async ({ envelope: { id, conversationId } }, context: AgentContext) => {
        const answer = answerOf(name, conversationId);
        if (answer === 'no') return refused(remark);
        return answer === 'yes' && (await act(id, conversationId, context)) ? done(remark) : undefined;
      }),
      undoing(TaskRejected),
      undoing(TaskWithdrawn),
    ],
  });
};

/** Concludes something else each time it is asked, as a model does. */
const check = ({ random }: AgentWorld): AgentDefinition =>
  defineAgent({
    name: 'check-agent',
    publishes: [CheckPassed, CheckFailed],
    on: [
      when(TaskRequested, async ({ envelope: { id } }, { tx }: AgentContext) => {
        await runOn(tx, (view) => takeEffect(view, id));
        return random() < 0.7 ? CheckPassed({ nth: 0, text: '' }) : CheckFailed({ nth: 0, text: '' });
      }),
    ],
  });

const stumble = ({ text }: Remark, random: () => number): void => {
  if (text === 'poison') throw new TerminalError('nobody can handle this');
  if (text === 'flaky' && random() < 0.4) throw new Error('not this time');
};

/** Keeps notes in order; each conversation's are counted as they come. */
const notes = ({ random }: AgentWorld): AgentDefinition =>
  defineAgent({
    name: 'note-agent',
    publishes: [NoteKept],
    on: [
      when(NoteAdded, async ({ data, envelope: { id } }, { tx }: AgentContext) => {
        await runOn(tx, (view) => takeEffect(view, id));
        stumble(data, random);
        return NoteKept({ nth: data.nth, text: data.text });
      }),
    ],
  });

/** Repeats notes without keeping anything. */
const echo = ({ random }: AgentWorld): AgentDefinition =>
  defineAgent({
    name: 'echo-agent',
    pure: true,
    publishes: [NoteEchoed],
    on: [
      when(NoteAdded, ({ data }) => {
        stumble(data, random);
        return NoteEchoed({ nth: data.nth, text: data.text });
      }),
    ],
  });

/** The agents by name, made anew for each process. */
export const AGENTS: Readonly<Record<string, (world: AgentWorld) => AgentDefinition>> = {
  'left-agent': (world) =>
    participant({ name: 'left', done: LeftDone, refused: LeftRefused, undone: LeftUndone }, world),
  'right-agent': (world) =>
    participant({ name: 'right', done: RightDone, refused: RightRefused, undone: RightUndone }, world),
  'check-agent': check,
  'note-agent': notes,
  'echo-agent': echo,
};
