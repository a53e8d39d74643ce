import { defineAgent, when, type AgentContext, type AgentDefinition } from '@troupe/agent-sdk';
import { AnomalyDetected, SignalsObserved } from '@troupe/contracts';
import { keepSource, readSource } from './source-store.ts';
import type { MarketTables } from './tables.ts';
import { watchSource } from './watch-source.ts';

/** A source goes on for years: its conversation has no end, and an event of it leads to none that comes back. */
const EVENTS_OF_A_SOURCE = 1_000_000_000;

/** Watches every source by what it did before, and tells what is unusual: `anomaly.detected`, with what it was judged by. */
export const marketAnalyst = (): AgentDefinition =>
  defineAgent({
    name: 'market-analyst',
    publishes: [AnomalyDetected],
    on: [
      when(SignalsObserved, async ({ data, envelope }, { tx }: AgentContext<MarketTables>) => {
        const { conversationId } = envelope;
        const { state, anomalies } = watchSource(await readSource(tx, conversationId), data);
        await keepSource(tx, { conversationId, source: data.source, state });
        return anomalies;
      }),
    ],
    limits: { eventsPerConversation: EVENTS_OF_A_SOURCE },
  });
