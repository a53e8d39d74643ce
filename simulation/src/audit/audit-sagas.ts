import {
  ANSWER_WITHIN_MS,
  CheckFailed,
  CheckPassed,
  LeftDone,
  LeftRefused,
  LeftUndone,
  RightDone,
  RightRefused,
  RightUndone,
  TaskClosed,
  TaskCompleted,
  TaskRejected,
  TaskRequested,
  TaskWithdrawn,
} from '../domain.ts';
import { HELD } from '../agents.ts';
import type { World } from '../world/world.ts';
import { found, type Finding } from './invariants.ts';
import { eventsIn, type LoggedEvent } from './log-view.ts';

interface Part {
  readonly done: string;
  readonly refused: string;
  readonly undone?: string;
}

const PARTS: readonly Part[] = [
  { done: LeftDone.type, refused: LeftRefused.type, undone: LeftUndone.type },
  { done: RightDone.type, refused: RightRefused.type, undone: RightUndone.type },
  { done: CheckPassed.type, refused: CheckFailed.type },
];

/** A task by the first event of each type in the log. */
interface Task {
  readonly conversation: string;
  at(type: string): LoggedEvent | undefined;
  has(type: string): boolean;
}

const taskOf = (conversation: string, events: readonly LoggedEvent[]): Task => {
  const first = new Map<string, LoggedEvent>();
  for (const event of events) if (!first.has(event.topic)) first.set(event.topic, event);
  return { conversation, at: (type) => first.get(type), has: (type) => first.has(type) };
};

/** The order of the log: by time, then by id. */
const isEarlier = (one: LoggedEvent, other: LoggedEvent | undefined): boolean =>
  other === undefined ||
  one.appendedMs < other.appendedMs ||
  (one.appendedMs === other.appendedMs && one.id < other.id);

/** Whether a part was done in time, and before it was refused. */
const isGood = (task: Task, { done, refused }: Part): boolean => {
  const start = task.at(TaskRequested.type);
  const yes = task.at(done);
  if (start === undefined || yes === undefined || !isEarlier(yes, task.at(refused))) return false;
  return yes.appendedMs <= start.appendedMs + ANSWER_WITHIN_MS;
};

const hasClosedTooEarly = (task: Task): readonly string[] => {
  const closed = task.at(TaskClosed.type);
  if (closed === undefined) return [];
  return PARTS.filter(({ undone, done, refused }) => {
    if (undone === undefined) return false;
    const isOver = (type: string): boolean => (task.at(type)?.first.sequence ?? Infinity) < closed.first.sequence;
    return !isOver(undone) && !(isOver(refused) && !task.has(done));
  }).map(({ done }) => `was closed before ${done} was undone`);
};

/** What is wrong with how a task has ended. */
const complaintsAbout = (task: Task): readonly string[] => {
  const isFine = PARTS.every((part) => isGood(task, part));
  const [completed, rejected, closed, cancelled] = [TaskCompleted, TaskRejected, TaskClosed, TaskWithdrawn].map(
    ({ type }) => task.has(type),
  );
  return [
    ...(completed === true && !isFine ? ['is completed, although not all parts were done in time'] : []),
    ...(rejected === true && isFine ? ['is rejected, although all parts were done in time'] : []),
    ...(completed !== true && rejected !== true && cancelled !== true ? ['has no resolution'] : []),
    ...(closed !== (rejected === true || cancelled === true) ? [`is ${closed === true ? '' : 'not '}closed`] : []),
    ...hasClosedTooEarly(task),
  ];
};

/** What is held once it is over: by tasks that went through, and by no others. */
const wronglyHeld = (world: World, task: Task): readonly string[] => {
  const isThrough = task.has(TaskCompleted.type) && !task.has(TaskWithdrawn.type);
  return (['left-agent', 'right-agent'] as const)
    .filter((service) => (world.tablesOf(service).get(HELD + task.conversation) === 'done') !== isThrough)
    .map((service) => `${service} ${isThrough ? 'holds nothing for it' : 'holds something for it'}`);
};

/** Every task of a plan as the log tells it. */
export const tasksIn = (world: World): readonly Task[] => {
  const byConversation = Map.groupBy(eventsIn(world.broker.log.all()), ({ conversation }) => conversation);
  return world.plan.tasks.map(({ conversation }) => taskOf(conversation, byConversation.get(conversation) ?? []));
};

/** Whether nothing more is to come of a task. */
export const hasEnded = (task: Task): boolean =>
  task.has(TaskRejected.type) || task.has(TaskWithdrawn.type)
    ? task.has(TaskClosed.type)
    : task.has(TaskCompleted.type);

/** What a saga says of one conversation comes in the order in which it was decided. */
const outOfOrder = (task: Task): readonly string[] => {
  const [rejected, closed] = [task.at(TaskRejected.type), task.at(TaskClosed.type)];
  return rejected !== undefined && closed !== undefined && closed.first.sequence < rejected.first.sequence
    ? ['was closed in the log before it was rejected']
    : [];
};

/** Holds every saga of a world that has come to rest against what the log demands of it. */
export const auditSagas = (world: World): readonly Finding[] =>
  tasksIn(world).flatMap((task) => [
    ...[...complaintsAbout(task), ...wronglyHeld(world, task)].map((what) =>
      found('sagas-ended')(`${task.conversation} ${what}`),
    ),
    ...outOfOrder(task).map((what) => found('order-kept')(`${task.conversation} ${what}`)),
  ]);
