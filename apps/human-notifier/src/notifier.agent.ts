import { defineAgent, when, type AgentDefinition } from '@troupe/agent-sdk';
import { PersonNotified, SupportCritical } from '@troupe/contracts';
import type { Channel } from './channels/channel.ts';
import { deliver, type DeliverOptions } from './deliver.ts';
import { criticalNotice } from './notice.ts';

/** What the agent works with. */
export interface NotifierOptions extends DeliverOptions {
  /** Default: none, and only the page of the operators shows tickets. */
  readonly channels?: readonly Channel[];
}

/** Tells people of every critical ticket, and says by which channels, and what came of it. */
export const notifierAgent = ({ channels = [], ...patience }: NotifierOptions = {}): AgentDefinition =>
  defineAgent({
    name: 'human-notifier',
    publishes: [PersonNotified],
    on: [
      when(SupportCritical)
        .prepare(({ data, envelope }, context) =>
          deliver(channels, criticalNotice(data, envelope.conversationId), context, patience),
        )
        .then((_, delivered) => PersonNotified({ channels: delivered })),
    ],
  });
