import { defineAgent, when, type AgentContext, type AgentDefinition } from '@troupe/agent-sdk';
import {
  ReplyDrafted,
  SupportCritical,
  SupportRoutine,
  type Envelope,
  type Event,
  type ReplyDraftedData,
  type SupportCriticalData,
  type SupportRoutineData,
} from '@troupe/contracts';
import { ACCEPTED } from '../accepted.ts';
import { GATEWAY } from '../requests/edge-event.ts';
import type { GatewayTables } from '../tables.ts';
import { draftOf } from './draft-of.ts';
import { draftFor, tellTicket, type TicketKey, type Told } from './ticket-rows.ts';

type Context = AgentContext<GatewayTables>;

const MOST_EVENTS = 100;

/**
 * What the gateway does about events where it has a desk: it keeps what agents say of its tickets. It concludes nothing; what
 * it publishes is what people ask for.
 */
export const deskAgent = ({ version }: { readonly version: string }): AgentDefinition =>
  defineAgent({
    name: GATEWAY,
    version,
    publishes: ACCEPTED,
    // A ticket is told once, and drafted for now and then.
    limits: { eventsPerConversation: MOST_EVENTS },
    on: [
      when(SupportCritical, (event, { tx }: Context) => keepTold(tx, event, 'critical')),
      when(SupportRoutine, (event, { tx }: Context) => keepTold(tx, event, 'routine')),
      when(ReplyDrafted, keepDraft),
    ],
  });

const keyOf = ({ tenant, conversationId }: Envelope): TicketKey => ({ tenant, conversationId });

const keepTold = async (
  tx: Context['tx'],
  { data, envelope }: Event<string, SupportRoutineData | SupportCriticalData>,
  level: Told['level'],
): Promise<undefined> => {
  const { score, urgency, topic } = data;
  await tellTicket(tx, keyOf(envelope), { level, score, urgency, topic });
};

const keepDraft = async ({ data, envelope }: Event<string, ReplyDraftedData>, { tx }: Context): Promise<undefined> => {
  await draftFor(tx, keyOf(envelope), draftOf(envelope.id, data));
};
