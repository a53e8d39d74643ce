import {
  CodeAbandoned,
  CodeCommitted,
  CodeMerged,
  FeatureAbandoned,
  FeatureApproved,
  FeatureDelivered,
  FeatureRequested,
  MergeRefused,
  MessageSent,
  parseJsonData,
  PrReviewed,
  ReviewRequested,
  ReviewUnavailable,
  SpecAnswered,
  SpecRejected,
  SpecValidated,
  SupportCritical,
  SupportRoutine,
  TicketClosed,
  TicketOpened,
  TicketReturned,
  TicketTaken,
  type EventDefinition,
  type SpecQuestion,
  type SpecRejectedData,
  type SupportRoutineData,
} from '@troupe/contracts';

/** An event as a timeline has it. */
export interface TimelineEvent {
  readonly type: string;
  readonly data: unknown;
}

type Telling = (data: unknown) => string | undefined;

const telling = <Data>(event: EventDefinition<string, Data>, words: (data: Data) => string): [string, Telling] => [
  event.type,
  (json) => {
    const { data } = parseJsonData(event, json);
    return data === undefined ? undefined : words(data);
  },
];

const LONGEST_TOLD = 100;

const short = (commit: string): string => commit.slice(0, 12);
const count = (many: number, what: string): string => `${many} ${what}${many === 1 ? '' : 's'}`;

const sorted = ({ score, confidence, urgency, topic, decidedBy }: SupportRoutineData): string =>
  `score ${score} (${Math.round(confidence * 100)} % sure), urgency ${urgency}, about ${topic}, by ${decidedBy}`;

/** What an event says, in a few words. */
const TELLINGS: ReadonlyMap<string, Telling> = new Map([
  telling(FeatureRequested, ({ workspace, title }) => `${workspace}: ${title}`),
  telling(SpecRejected, ({ questions }) => count(questions.length, 'question')),
  telling(SpecAnswered, ({ feature, answers }) =>
    feature === null ? count(answers.length, 'answer') : 'the feature was rewritten',
  ),
  telling(SpecValidated, ({ functionName, parameters, returns, examples }) => {
    const given = parameters.map(({ name, type }) => `${name}: ${type}`).join(', ');
    return `${functionName}(${given}): ${returns}, ${count(examples.length, 'example')}`;
  }),
  telling(CodeCommitted, ({ attempt, branch, commit }) => `attempt ${attempt}: ${short(commit)} on ${branch}`),
  telling(CodeAbandoned, ({ reason }) => reason),
  telling(PrReviewed, ({ attempt, verdict, failures, examples, cause }) =>
    verdict === 'APPROVED'
      ? `attempt ${attempt} approved, ${count(examples, 'example')}`
      : `attempt ${attempt}: ${cause ?? `${failures.length} of ${count(examples, 'example')} failed`}`,
  ),
  telling(ReviewUnavailable, ({ missing }) => missing.map(({ limit }) => limit).join(', ')),
  telling(ReviewRequested, ({ requestedBy }) => `by ${requestedBy ?? 'nobody who is named'}`),
  telling(FeatureApproved, ({ commit }) => short(commit)),
  telling(CodeMerged, ({ commit }) => `main is at ${short(commit)}`),
  telling(MergeRefused, ({ reason }) => reason),
  telling(FeatureDelivered, ({ attempt }) => `in ${count(attempt, 'attempt')}`),
  telling(FeatureAbandoned, ({ reasons }) => reasons.join('; ')),
  telling(TicketOpened, ({ subject, text }) => (subject ?? text).slice(0, LONGEST_TOLD)),
  telling(SupportCritical, sorted),
  telling(SupportRoutine, sorted),
  telling(TicketTaken, ({ by, from }) => (from === null ? `by ${by}` : `by ${by}, from ${from}`)),
  telling(TicketReturned, ({ by, reason }) => `by ${by}${reason === null ? '' : `: ${reason}`}`),
  telling(TicketClosed, ({ by, note }) => `by ${by}${note === null ? '' : `: ${note}`}`),
  telling(MessageSent, ({ by, text }) => `${by}: ${text.slice(0, LONGEST_TOLD)}`),
]);

const commitIn = <Data extends { readonly commit: string }>(
  event: EventDefinition<string, Data>,
  { type, data }: TimelineEvent,
): string | undefined => (type === event.type ? parseJsonData(event, data).data?.commit : undefined);

/** What an event says, in a few words; nothing for one that is not known here. */
export const tell = ({ type, data }: TimelineEvent): string => TELLINGS.get(type)?.(data) ?? '';

/** Whether a commit waits that no reviewer here can look at: somebody has to mend a machine first. */
export const isUnreviewed = (events: readonly TimelineEvent[]): boolean => {
  const reviewed = new Set(events.map((event) => commitIn(PrReviewed, event)));
  return events.some((event) => {
    const commit = commitIn(ReviewUnavailable, event);
    return commit !== undefined && !reviewed.has(commit);
  });
};

const lastRejected = (events: readonly TimelineEvent[]): SpecRejectedData | undefined => {
  const last = events.findLast(({ type }) => type === SpecRejected.type);
  return last && parseJsonData(SpecRejected, last.data).data;
};

/** The questions that were asked last. */
export const questionsIn = (events: readonly TimelineEvent[]): readonly SpecQuestion[] =>
  lastRejected(events)?.questions ?? [];

/** The feature that they are about, where a language model wrote it and nobody has seen it. */
export const writtenIn = (events: readonly TimelineEvent[]): string | undefined =>
  lastRejected(events)?.feature ?? undefined;
