import {
  CodeAbandoned,
  CodeCommitted,
  PrReviewed,
  type CodeAbandonedData,
  type CodeCommittedData,
  type PrReviewedData,
} from '@troupe/contracts';
import { heardOf, type SagaView } from '@troupe/saga';

const MOST_LINES = 100;
const LONGEST_LINE = 500;

/** As long as an event should tell it. */
export const inBrief = (text: string): string =>
  text.length <= LONGEST_LINE ? text : `${text.slice(0, LONGEST_LINE - 1)}…`;

const committed = ({ attempt, how }: CodeCommittedData): readonly string[] => [`attempt ${attempt}: ${how}`];

const reviewed = ({ attempt, verdict, examples, failures, cause }: PrReviewedData): readonly string[] => {
  if (verdict === 'APPROVED') return [`review of attempt ${attempt}: approved, ${examples} examples`];
  const [first] = failures;
  const sum = `${failures.length} of ${examples} examples failed`;
  const words = [cause ?? sum, ...(first === undefined ? [] : [`'${first.example}': ${first.cause}`])];
  return [`review of attempt ${attempt}: ${words.join('; ')}`];
};

const abandoned = ({ attempt, tried }: CodeAbandonedData): readonly string[] =>
  tried.map((line) => `attempt ${attempt}: ${line}`);

type Told = (data: never) => readonly string[];

const TOLD: ReadonlyMap<string, Told> = new Map<string, Told>([
  [CodeCommitted.type, committed],
  [PrReviewed.type, reviewed],
  [CodeAbandoned.type, abandoned],
]);

/** Everything that was tried, in the order of the log, a line each: the last hundred. */
export const triedIn = ({ heard }: Pick<SagaView, 'heard'>): readonly string[] =>
  heard
    // Each is told by the function of its own type.
    .flatMap(({ type, data }) => TOLD.get(type)?.(data as never) ?? [])
    .slice(-MOST_LINES)
    .map(inBrief);

/** How often something came to pass on the way. */
export interface FeatureCounts {
  /** Commits that were made for review. */
  readonly attempts: number;
  /** Reviews that asked for changes. */
  readonly rounds: number;
}

/** Counts what came to pass so far. */
export const countsIn = (view: Pick<SagaView, 'heard'>): FeatureCounts => ({
  attempts: heardOf(view, CodeCommitted).length,
  rounds: heardOf(view, PrReviewed).filter(({ verdict }) => verdict !== 'APPROVED').length,
});
