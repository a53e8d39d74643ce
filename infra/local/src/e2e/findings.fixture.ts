/** What must be true of the log and the tables once all is at rest, by the name that a violation of it is reported under. */
export const CHECKS = {
  'accepted-logged': 'every accepted order is in the log, and nothing that nobody asked for',
  'one-end': 'every order has come to one whole end: confirmed, or undone everywhere and closed',
  'in-time': 'every order has ended within its time and five seconds',
  'right-end': 'a good order is confirmed, and one that was taken back or cannot be met is not',
  'effects-once': 'nothing is done twice in a conversation, and nothing is undone twice',
  'one-alternative': 'of two alternatives one is in the log',
  'undone-after-done': 'what held something and gave it back had done so before',
  'copies-same': 'copies of a record are the same to the last byte',
  'cause-first': 'every cause is in the log, before what it led to',
  'order-kept': 'what a service concluded in a conversation is in the log in the order in which it was decided',
  'decided-logged': 'what was decided is in the log, and nothing else is; nothing waits to be published',
  'handled-once': 'everybody has dealt with each event that he reads, once, and with no other',
  'dead-letters': 'what cannot be read is a dead letter of each reader, and nothing else is',
  results: 'the packaged result of every order says what its events say',
  stock: 'what is reserved is what was set aside and not given back',
  shipments: 'as many parcels are booked as there are orders to be sent',
  ledger: 'the ledger has each event once, counted from 1 without gaps',
  'offsets-forward': 'a committed offset never goes back: who does not own a partition any more commits nothing of it',
  watermark: 'no offset is committed beyond an event that is not dealt with',
} as const;

/** One of them. */
export type Check = keyof typeof CHECKS;

/** One thing that is not as it must be. */
export interface Finding {
  readonly check: Check;
  readonly what: string;
}

/** Makes findings of one check. */
export const found =
  (check: Check) =>
  (what: string): Finding => ({ check, what });
