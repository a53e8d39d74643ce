import { sortTicket, type Judge } from '@troupe/triage';
import { textOf, type TicketJudge, type TicketJudgement } from './ticket-judge.ts';

/** What a judge is judged with. */
export interface WordJudgeOptions {
  readonly judge: Judge;
  /** Whether its probabilities were calibrated on tickets that people have judged. */
  readonly isMeasured: boolean;
}

/** Judges by words, taught or untaught, in this process. */
export const wordJudge = ({ judge, isMeasured }: WordJudgeOptions): TicketJudge => ({
  judge: (ticket): Promise<TicketJudgement> => {
    const text = textOf(ticket);
    const { negative, reasons, decidedBy } = judge(text);
    const { urgency, topic } = sortTicket(text, negative);
    const calibration = isMeasured ? 'MEASURED' : 'ESTIMATED';
    return Promise.resolve({ negative, calibration, urgency, topic, reasons: [...reasons], decidedBy });
  },
});
