import type { Dependency } from '@troupe/agent-sdk';
import type { SupportCriticalData, TicketOpenedData } from '@troupe/contracts';
import type { AskingContext } from '@troupe/models';

/** What is said of a ticket, whichever engine says it. */
export type TicketJudgement = Pick<
  SupportCriticalData,
  'calibration' | 'urgency' | 'topic' | 'reasons' | 'decidedBy'
> & {
  /** Probability that it is negative, between 0 and 1. */
  readonly negative: number;
};

/** Whatever can judge tickets. */
export interface TicketJudge {
  /** What it asks, where it asks somebody: readiness and metrics of the agent know of it. */
  readonly asks?: Dependency;
  /**
   * Judges a ticket. Where it asks somebody it does so in a recorded step.
   * @throws whatever says that asking again later may help, and TroupeError BUDGET_EXHAUSTED
   */
  judge(ticket: TicketOpenedData, context: AskingContext): Promise<TicketJudgement>;
}

/** What a customer said, as one text. */
export const textOf = ({ subject, text }: TicketOpenedData): string =>
  subject === null ? text : `${subject}\n${text}`;
