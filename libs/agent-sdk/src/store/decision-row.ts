import { storable, type Decision, type DecisionKey, type StoredDecision, type StoredOutput } from './decision.ts';

/** A row of `decisions` as it is read. */
export interface DecisionRow {
  readonly decider: string;
  readonly input_id: string;
  readonly conversation_id: string;
  readonly partition: number;
  readonly position: number;
  readonly input_time_ms: number;
  readonly outcome: Decision['outcome'];
  readonly outputs: readonly OutputJson[];
  readonly delivered: boolean;
}

/** An output in the column `outputs`: readable by people and tools, its bytes in base64. */
interface OutputJson extends Omit<StoredOutput, 'value'> {
  readonly value: string | null;
}

const LAST_DAY_MS = Date.UTC(9999, 11, 31);

/** The UTC day that a decision belongs to, as YYYY-MM-DD; times out of all reason go to the first or last day. */
export const dayOf = (timeMs: number): string =>
  new Date(Math.min(Math.max(timeMs, 0), LAST_DAY_MS)).toISOString().slice(0, 10);

/** The distinct days of these decisions: naming them lets Postgres look at no other partition. */
export const daysOf = (keys: readonly Pick<DecisionKey, 'inputTimeMs'>[]): readonly string[] => [
  ...new Set(keys.map(({ inputTimeMs }) => dayOf(inputTimeMs))),
];

const outputJson = ({ id, topic, key, value, headers }: StoredOutput): OutputJson => ({
  id,
  topic,
  key,
  headers,
  value: value === null ? null : value.toString('base64'),
});

/**
 * Decisions as one JSON array: one parameter and one text of the statement however many there are. Measured against
 * arrays of columns, bytea and VALUES: within 10 % of each other, 45 µs a decision.
 */
export const toJson = (decisions: readonly Decision[]): string =>
  JSON.stringify(
    decisions.map((decision) => ({
      day: dayOf(decision.inputTimeMs),
      decider: decision.decider,
      input_id: storable(decision.inputId),
      conversation_id: storable(decision.conversationId),
      partition: decision.partition,
      input_time_ms: Math.trunc(decision.inputTimeMs),
      outcome: decision.outcome,
      ...(decision.countsUpTo !== undefined && { most: decision.countsUpTo }),
      // Text within the text: headers may hold what Postgres refuses to take out of JSON, such as a NUL.
      outputs: JSON.stringify(decision.outputs.map(outputJson)),
    })),
  );

const fromOutputJson = (output: OutputJson): StoredOutput => ({
  ...output,
  value: output.value === null ? null : Buffer.from(output.value, 'base64'),
});

/** A row as a decision. */
export const fromRow = (row: DecisionRow): StoredDecision => ({
  decider: row.decider,
  inputId: row.input_id,
  inputTimeMs: row.input_time_ms,
  conversationId: row.conversation_id,
  partition: row.partition,
  outcome: row.outcome,
  outputs: row.outputs.map(fromOutputJson),
  position: row.position,
  delivered: row.delivered,
});
