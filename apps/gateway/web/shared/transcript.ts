/** An event of a conversation, as the gateway tells it. */
export interface ConversationEvent {
  readonly position: number;
  readonly id: string;
  readonly type: string;
  readonly appendedAt: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What is shown of a conversation: something that was said, or that happened to it. */
export type Entry = { readonly id: string; readonly at: string } & (
  | {
      readonly kind: 'said';
      readonly side: 'customer' | 'operator';
      readonly by: string;
      readonly text: string;
      /** How a reply came about; undefined where nobody is told. */
      readonly from?: 'draft' | 'edited draft';
    }
  | { readonly kind: 'happened'; readonly text: string }
);

type Data = ConversationEvent['data'];
type Telling = (data: Data) => Omit<Extract<Entry, { kind: 'said' }>, 'id' | 'at'> | { kind: 'happened'; text: string };

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const happened = (told: string) => ({ kind: 'happened' as const, text: told });

const because = (reason: unknown): string => (typeof reason === 'string' ? `: “${reason}”` : '');

const said = (data: Data): ReturnType<Telling> => ({
  kind: 'said',
  side: data['author'] === 'OPERATOR' ? 'operator' : 'customer',
  by: text(data['by']),
  text: text(data['text']),
  ...(typeof data['draft'] === 'string' && { from: data['edited'] === true ? 'edited draft' : 'draft' }),
});

const TELLINGS: Readonly<Record<string, Telling>> = {
  'ticket.opened': (data) => ({
    kind: 'said',
    side: 'customer',
    by: text(data['customerId']),
    text: text(data['text']),
  }),
  'message.sent': said,
  'support.critical': (data) =>
    happened(`Critical: about ${text(data['topic'])}, urgency ${text(data['urgency']).toLowerCase()}`),
  'support.routine': (data) => happened(`Routine: about ${text(data['topic'])}`),
  'reply.drafted': (data) => happened(data['found'] === true ? 'A reply was drafted' : 'No reply could be drafted'),
  'ticket.taken': (data) =>
    happened(
      typeof data['from'] === 'string'
        ? `${text(data['by'])} took over from ${data['from']}`
        : `${text(data['by'])} took the ticket`,
    ),
  'ticket.returned': (data) => happened(`${text(data['by'])} handed the ticket back${because(data['reason'])}`),
  'ticket.closed': (data) => happened(`${text(data['by'])} closed the ticket${because(data['note'])}`),
};

const CUSTOMERS_WORDS: Readonly<Record<string, (data: Data) => string>> = {
  'ticket.taken': (data) => `${text(data['by'])} is here for you`,
  'ticket.returned': () => 'You are handed over to a colleague',
  'ticket.closed': () => 'This conversation is closed',
};

/** What an event says; undefined for one that is not shown. */
export const entryOf = (
  { id, type, appendedAt, data }: ConversationEvent,
  forWhom: 'operators' | 'customers' = 'operators',
): Entry | undefined => {
  const words = forWhom === 'customers' ? CUSTOMERS_WORDS[type] : undefined;
  const told = words === undefined ? TELLINGS[type]?.(data) : happened(words(data));
  if (told === undefined) return undefined;
  const isOwn = forWhom === 'customers' && told.kind === 'said' && told.side === 'customer';
  return { id, at: appendedAt, ...told, ...(isOwn && { by: 'You' }) };
};

/** What counted when a ticket was told from others. */
export interface Reason {
  readonly text: string;
  readonly weight: number;
}

/** The heaviest of what counted, as triage said it. */
export const reasonsIn = (events: readonly ConversationEvent[]): readonly Reason[] => {
  const told = events.find(({ type }) => type === 'support.critical' || type === 'support.routine');
  const reasons: unknown = told?.data['reasons'];
  // As the schema of these events has it.
  return Array.isArray(reasons) ? (reasons as Reason[]).slice(0, MOST_REASONS) : [];
};

const MOST_REASONS = 5;
