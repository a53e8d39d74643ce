import type { SupportCriticalData } from '@troupe/contracts';
import type { TicketJudgement } from './judging/ticket-judge.ts';

/** What is said of a ticket, and where it goes. */
export interface Conclusion {
  readonly data: SupportCriticalData;
  readonly isCritical: boolean;
}

const DECIMALS = 1_000;

const rounded = (number: number): number => Math.round(number * DECIMALS) / DECIMALS || 0;

/** A ticket whose score is under the threshold is critical. What is compared is what is said, rounded as it is. */
export const conclude = ({ negative, ...judgement }: TicketJudgement, threshold: number): Conclusion => {
  const score = rounded(1 - 2 * negative);
  const confidence = rounded(Math.max(negative, 1 - negative));
  return { data: { ...judgement, score, confidence, threshold }, isCritical: score < threshold };
};
