import { defineAgent, when, type AgentContext, type AgentDefinition } from '@troupe/agent-sdk';
import { SupportCritical, SupportRoutine, TicketOpened } from '@troupe/contracts';
import { untaughtJudge } from '@troupe/triage';
import { conclude } from './conclude.ts';
import type { TicketJudge } from './judging/ticket-judge.ts';
import { wordJudge } from './judging/word-judge.ts';
import type { TriageTables } from './tables.ts';
import { readThreshold } from './threshold-store.ts';
import { remember } from './ticket-store.ts';

/** What the agent works with. */
export interface TriageOptions {
  /** Who judges tickets. Default: words and rules that were taught nothing. */
  readonly judge?: TicketJudge;
}

const UNTAUGHT = wordJudge({ judge: untaughtJudge, isMeasured: false });

/** Tells tickets of upset customers from those that can wait: `support.critical` or `support.routine`, with its reasons. */
export const triageAgent = ({ judge = UNTAUGHT }: TriageOptions = {}): AgentDefinition =>
  defineAgent({
    name: 'triage-agent',
    publishes: [SupportCritical, SupportRoutine],
    dependencies: judge.asks === undefined ? [] : [judge.asks],
    on: [
      when(TicketOpened)
        .prepare(({ data }, context) => judge.judge(data, context))
        .then(async ({ envelope }, judgement, { tx }: AgentContext<TriageTables>) => {
          const { data, isCritical } = conclude(judgement, await readThreshold(tx));
          if (!(await remember(tx, { conversationId: envelope.conversationId, score: data.score, isCritical })))
            return undefined;
          return isCritical ? SupportCritical(data) : SupportRoutine(data);
        }),
    ],
  });
