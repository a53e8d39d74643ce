import { eventType, type AvroRecordSchema, type EventType } from '@troupe/contracts';
import { defineSaga, type SagaDefinition } from '@troupe/saga';

/** What every event of the simulated world carries. */
export interface Remark {
  /** Tells events of one type and conversation apart. */
  readonly nth: number;
  readonly text: string;
}

const FIELDS = [
  { name: 'nth', type: 'int' },
  { name: 'text', type: 'string' },
];

const remark = <Type extends string>(type: Type): EventType<Type, Remark> => {
  const schema: AvroRecordSchema = { type: 'record', name: 'Remark', fields: FIELDS };
  return eventType<Type, Remark>({ type, domain: 'simulation', schema });
};

export const TaskRequested = remark('task.requested');
export const TaskWithdrawn = remark('task.withdrawn');
export const LeftDone = remark('left.done');
export const LeftRefused = remark('left.refused');
export const LeftUndone = remark('left.undone');
export const RightDone = remark('right.done');
export const RightRefused = remark('right.refused');
export const RightUndone = remark('right.undone');
export const CheckPassed = remark('check.passed');
export const CheckFailed = remark('check.failed');
export const TaskCompleted = remark('task.completed');
export const TaskRejected = remark('task.rejected');
export const TaskClosed = remark('task.closed');
export const NoteAdded = remark('note.added');
export const NoteKept = remark('note.kept');
export const NoteEchoed = remark('note.echoed');

/** Every event type of the simulated world. */
export const EVENTS = [
  TaskRequested,
  TaskWithdrawn,
  LeftDone,
  LeftRefused,
  LeftUndone,
  RightDone,
  RightRefused,
  RightUndone,
  CheckPassed,
  CheckFailed,
  TaskCompleted,
  TaskRejected,
  TaskClosed,
  NoteAdded,
  NoteKept,
  NoteEchoed,
] as const;

/** How long participants may take to answer, in log time. */
export const ANSWER_WITHIN_MS = 2_000;

const conclusion = { nth: 0, text: '' };

/** Two participants that can undo their part, and a check whose outcome differs each time it is made. */
export const taskSaga: SagaDefinition = defineSaga({
  name: 'task',
  startedBy: TaskRequested,
  cancelledBy: TaskWithdrawn,
  steps: {
    left: {
      completedBy: LeftDone,
      failedBy: [LeftRefused],
      within: `${ANSWER_WITHIN_MS}ms`,
      compensatedBy: LeftUndone,
    },
    right: {
      completedBy: RightDone,
      failedBy: [RightRefused],
      within: `${ANSWER_WITHIN_MS}ms`,
      compensatedBy: RightUndone,
    },
    check: { completedBy: CheckPassed, failedBy: [CheckFailed], within: `${ANSWER_WITHIN_MS}ms` },
  },
  publishes: [TaskCompleted, TaskRejected, TaskClosed],
  onCompleted: () => TaskCompleted(conclusion),
  onRejected: () => TaskRejected(conclusion),
  onClosed: () => TaskClosed(conclusion),
});
