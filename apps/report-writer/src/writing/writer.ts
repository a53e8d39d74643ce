import type { Dependency } from '@troupe/agent-sdk';
import type { ReportRequestedData } from '@troupe/contracts';
import type { AskingContext } from '@troupe/models';
import type { Citations } from '../citations.ts';

/** What a report is written from. */
export interface ReportFacts {
  readonly data: ReportRequestedData;
  readonly cites: Citations;
}

/** What introduces a report. Everything else in it is computed. */
export interface Written {
  /** One line of plain text. */
  readonly title: string;
  /** In Markdown, with citations. */
  readonly introduction: string;
  readonly decidedBy: string;
}

/** Whatever can introduce a report. */
export interface Writer {
  /** What it asks, where it asks somebody: readiness and metrics of the agent know of it. */
  readonly asks?: Dependency;
  /**
   * Writes. Where it asks somebody it does so in a recorded step.
   * @throws whatever says that asking again later may help, and TroupeError BUDGET_EXHAUSTED
   */
  write(facts: ReportFacts, context: AskingContext): Promise<Written>;
}
