// Generated from schemas/platform/budget.exhausted.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** What a conversation can use up. */
export type BudgetResource = 'unknown' | 'tokens' | 'money' | 'events' | 'hops' | 'deadline';

/** A conversation has used something up: from here on agents do without it, or give up. Told once for each resource. */
export interface BudgetExhaustedData {
  /** What was used up. */
  readonly resource: BudgetResource;
  /** How much there was, in the unit of what was spent; null for hops and the deadline, which were set at the edge. */
  readonly limit: number | null;
  /** What was spent by then: tokens, millionths of the unit of the currency, events that one agent handled, events that followed one another, or milliseconds after the deadline. */
  readonly spent: number;
  /** The agent that met the limit first. */
  readonly agent: string;
}

/** {@link BudgetExhaustedData} as it is given to the creator: fields with a default may be left out. */
export type BudgetExhaustedInput = Omit<BudgetExhaustedData, 'limit'> & Partial<Pick<BudgetExhaustedData, 'limit'>>;

/** A conversation has used something up: from here on agents do without it, or give up. Told once for each resource. */
export const BudgetExhausted: EventType<'budget.exhausted', BudgetExhaustedData, BudgetExhaustedInput> = eventType<'budget.exhausted', BudgetExhaustedData, BudgetExhaustedInput>(
  {
    type: 'budget.exhausted',
    domain: 'platform',
    schema: {
      "type": "record",
      "name": "BudgetExhausted",
      "namespace": "troupe.platform",
      "doc": "A conversation has used something up: from here on agents do without it, or give up. Told once for each resource.",
      "fields": [
        {
          "name": "resource",
          "type": {
            "type": "enum",
            "name": "BudgetResource",
            "doc": "What a conversation can use up.",
            "symbols": [
              "unknown",
              "tokens",
              "money",
              "events",
              "hops",
              "deadline"
            ],
            "default": "unknown"
          },
          "doc": "What was used up."
        },
        {
          "name": "limit",
          "type": [
            "null",
            "long"
          ],
          "default": null,
          "doc": "How much there was, in the unit of what was spent; null for hops and the deadline, which were set at the edge."
        },
        {
          "name": "spent",
          "type": "long",
          "doc": "What was spent by then: tokens, millionths of the unit of the currency, events that one agent handled, events that followed one another, or milliseconds after the deadline."
        },
        {
          "name": "agent",
          "type": "string",
          "doc": "The agent that met the limit first."
        }
      ]
    },
  },
  {"limit":null},
);
