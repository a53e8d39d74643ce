import type { SagaDecision } from './decide.ts';
import { answersInLeg, LegDropped, legSaga, LegUnwanted, LegWanted, seatFreed } from './drawn-child.fixture.ts';
import { beginDrawn, endOf, hear, ITEMS, type DrawnCourse, type DrawnPlay, type Ended } from './drawn-play.fixture.ts';
import type { SagaFact } from './fact.ts';
import { nextOf, possibleIn, readSome, stateOf, unreadConversation, type Played } from './played.fixture.ts';
import { outcome, status } from './status.ts';
import { seen, T0, type Note } from './trip.fixture.ts';

/** How a child ended. */
export interface EndedChild {
  /** The step that it is, with its item: as in the state of its parent. */
  readonly step: string;
  readonly status: ReturnType<typeof status>;
  readonly outcome: ReturnType<typeof outcome>;
  /** Whether its parent told it to stop. */
  readonly isStopped: boolean;
  /** What it told its parent, in that order: types. */
  readonly reported: readonly string[];
}

/** How a parent and its children ended. */
export interface EndedFamily extends Ended {
  readonly children: readonly EndedChild[];
}

interface Family {
  readonly parent: DrawnPlay;
  readonly children: Map<string, Played>;
  /** How far the log has come: whatever is published now is appended after that. */
  nowMs: number;
}

/** How long it takes until what is decided lies in the log. */
const PUBLISHED_AFTER_MS = 1;

/** Far more than any family needs. */
const MOST_TURNS = 2_000;

const noteOf = (data: unknown): string => (data as Note).note;

const childOf = ({ children, parent }: Family, key: string): Played => {
  const child = children.get(key) ?? unreadConversation(legSaga, `${parent.conversationId}/${key}`, []);
  children.set(key, child);
  return child;
};

/** A step of the parent asks its child to begin, or to stop; the child's participants hear it too. */
const tellChild = (family: Family, key: string, { draft, fact: { id } }: SagaDecision): void => {
  const child = childOf(family, key);
  const [what] = noteOf(draft?.data).split(' ');
  const isBegin = what === 'begin';
  child.unread.push(seen((isBegin ? LegWanted : LegUnwanted)({ note: key }), family.nowMs - T0, id));
  const [index = '', item = ''] = key.split(' ');
  const nth = Math.max(0, ITEMS.indexOf(item)) % 3;
  if (isBegin) child.unread.push(...answersInLeg(family.parent.course.answers[Number(index)]![nth]!, family.nowMs));
  else giveUp(child, family.nowMs);
};

/** Once, at the first that tells it to. */
const giveUp = (child: Played, nowMs: number): void => {
  const freed = seatFreed(nowMs + 1);
  if (![...child.unread, ...child.facts].some(({ id }) => id === freed.id)) child.unread.push(freed);
};

const hearParent = (family: Family, decision: SagaDecision, before: Parameters<typeof hear>[2]): void => {
  family.nowMs += PUBLISHED_AFTER_MS;
  const key = decision.draft?.startsConversation;
  if (key !== undefined) tellChild(family, key, decision);
  hear(family.parent, decision, before);
};

const hearChild = (family: Family, child: Played, { draft, report, fact: { id } }: SagaDecision): void => {
  family.nowMs += PUBLISHED_AFTER_MS;
  if (draft?.type === LegDropped.type) giveUp(child, family.nowMs);
  if (report !== undefined) family.parent.unread.push(seen(report, family.nowMs - T0, `report of ${id}`));
};

const timeOf = (fact: SagaFact): number => {
  if (fact.kind === 'event') return fact.appendedMs;
  return fact.kind === 'timer' ? fact.dueMs : -Infinity;
};

const stepNameOf = (key: string): string => {
  const [index, item = ''] = key.split(' ');
  return [`part-${index}`, item].filter(Boolean).join(':');
};

const endOfChild = (key: string, child: Played): EndedChild => {
  const state = stateOf(child);
  return {
    step: stepNameOf(key),
    status: status(state),
    outcome: outcome(state),
    isStopped: state.cancel !== undefined,
    reported: child.decisions.flatMap(({ report }) => (report ? [report.type] : [])),
  };
};

/** A conversation of which something can be read, by choice; undefined when nothing is left. */
const chosenIn = ({ parent, children }: Family, choice: number) => {
  const readable = [parent, ...children.values()]
    .map((played) => ({ played, possible: possibleIn(played) }))
    .filter(({ possible }) => possible.length > 0);
  return readable[choice % Math.max(1, readable.length)];
};

const endOfFamily = ({ parent, children }: Family): EndedFamily => {
  const ended = endOf(parent);
  return {
    ...ended,
    broken: [...ended.broken, ...[...children.values()].flatMap(({ broken }) => broken)],
    children: [...children].map(([key, child]) => endOfChild(key, child)),
  };
};

/**
 * Plays a parent and its children to their end. `choices` say which conversation is read next, what of it, how much at
 * once, and what comes twice.
 */
export const playFamily = (drawn: DrawnCourse, choices: readonly number[]): EndedFamily => {
  const family: Family = { parent: beginDrawn(drawn), children: new Map(), nowMs: T0 };
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const choice = choices[turn % choices.length] ?? 0;
    const chosen = chosenIn(family, choice);
    if (chosen === undefined) break;
    const { played, possible } = chosen;
    family.nowMs = Math.max(family.nowMs, ...nextOf(possible, choice).map(timeOf));
    readSome(played, possible, choice, (decision, before) =>
      played === family.parent ? hearParent(family, decision, before) : hearChild(family, played, decision),
    );
  }
  return endOfFamily(family);
};
