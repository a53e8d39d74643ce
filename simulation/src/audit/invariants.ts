/** What must be true of every course of things, by the name that a violation of it is reported under. */
export const INVARIANTS = {
  'nothing-lost': 'every event is dealt with by everybody who reads it, and what they conclude is in the log',
  'decided-once': 'of one decider about one event there is one decision, and all copies of an output are the same',
  'one-alternative': 'of two alternatives only one is ever published',
  'effects-once': 'no event takes effect twice',
  'order-kept':
    'what follows from the events of a conversation comes in their order, and what a saga says in that of its decisions',
  'released-once':
    'what was held is handled or discarded, never both; handled, it is concluded once, and nothing of it is left behind',
  'sagas-ended': 'every saga has ended, and as the facts demand in log time',
  watermark: 'no offset is committed beyond a record that is not dealt with',
  'offsets-forward': 'a committed offset never goes back: who does not own a partition any more commits nothing of it',
  'no-crash': 'no handler throws although nobody asked it to give up',
  'comes-to-rest': 'once nothing goes wrong any more, everything is dealt with after a while',
} as const;

/** One of them. */
export type Invariant = keyof typeof INVARIANTS;

/** One thing that is not as it must be. */
export interface Finding {
  readonly invariant: Invariant;
  readonly what: string;
}

/** Makes findings of one invariant. */
export const found =
  (invariant: Invariant) =>
  (what: string): Finding => ({ invariant, what });
