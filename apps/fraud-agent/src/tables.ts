import type { RuleName } from './risk-rules.ts';

/** The tables of the schema `fraud_agent` that the agent itself owns. */
export interface FraudTables {
  readonly customer_orders: {
    conversation_id: string;
    customer_id: string;
    placed_at: Date;
    total_minor: number;
    currency: string;
    country: string;
    largest_quantity: number;
    flagged: boolean;
  };
  readonly risk_rules: {
    rule: RuleName;
    weight: number;
    parameter: number;
    meaning: string;
    reason: string;
    enabled: boolean;
  };
  readonly risk_settings: { flag_from: number };
}
