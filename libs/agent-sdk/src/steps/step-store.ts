import { TroupeError } from '@troupe/contracts';
import { sql, type Kysely } from 'kysely';
import { dayOf } from '../store/decision-row.ts';
import { storable } from '../store/decision.ts';

/** What steps of an event are filed under. */
export interface StepInput {
  /** The id of the event, or of the pair that it completes. */
  readonly inputId: string;
  /** The same for every copy of the event, in milliseconds since 1970 UTC. */
  readonly inputTimeMs: number;
}

/** One step. */
export interface StepKey extends StepInput {
  readonly agent: string;
  readonly step: string;
}

/** What is to be done about a step. */
export type Begun =
  | { readonly kind: 'answered'; readonly stored: unknown }
  /** It may be asked now. `lost` are the askings before, whose outcome nobody knows. */
  | { readonly kind: 'ask'; readonly lost: readonly string[] }
  | { readonly kind: 'uncertain'; readonly lost: readonly string[] };

/** A step as it was recorded. */
export interface RecordedStep {
  readonly inputId: string;
  readonly step: string;
  /** How often it was asked in all. */
  readonly asks: number;
  /** As stored: see `answerFrom`. Null when there is none yet. */
  readonly stored: unknown;
}

/** Keeps what steps were asked and what was answered. Each call is one statement of its own, or two. */
export interface StepStore {
  /** Notes that `asking` is about to ask, unless there is an answer or `most` askings are open already. Idempotent. */
  begin(key: StepKey, asking: string, most: number): Promise<Begun>;
  /** Stores the answer unless there is one. Resolves to what is stored. */
  answer(key: StepKey, asking: string, json: string): Promise<unknown>;
  /** Whether `asking` is under way as far as is known; locks the step until the transaction ends. */
  isOpen(key: StepKey, asking: string): Promise<boolean>;
  /** Notes that `asking` had no answer. */
  fail(key: StepKey, asking: string): Promise<void>;
  /** All that was recorded for these inputs, in the order in which it was first asked. */
  recorded(agent: string, inputIds: readonly string[]): Promise<readonly RecordedStep[]>;
}

const at = ({ agent, inputId, inputTimeMs, step }: StepKey) =>
  sql`day = ${dayOf(inputTimeMs)}::date and agent = ${agent} and input_id = ${storable(inputId)} and step = ${step}`;

const note = async <Tables>(
  db: Kysely<Tables>,
  key: StepKey,
  asking: string,
  most: number,
): Promise<readonly string[] | undefined> => {
  const { rows } = await sql<{ asking: readonly string[] }>`
    insert into recorded_steps as known (day, agent, input_id, step, asking)
    values (${dayOf(key.inputTimeMs)}::date, ${key.agent}, ${storable(key.inputId)}, ${key.step}, array[${asking}::text])
    on conflict (day, agent, input_id, step) do update
      set asking = known.asking || ${asking}::text, asks = known.asks + 1, asked_at = now()
      where known.answer is null and ${asking}::text <> all (known.asking)
        and cardinality(known.asking) < ${most}::integer
    returning asking`.execute(db);
  return rows[0]?.asking;
};

const begin = async <Tables>(db: Kysely<Tables>, key: StepKey, asking: string, most: number): Promise<Begun> => {
  const noted = await note(db, key, asking, most);
  if (noted !== undefined) return { kind: 'ask', lost: noted.filter((each) => each !== asking) };
  const { rows } = await sql<{ asking: readonly string[]; answer: unknown }>`
    select asking, answer from recorded_steps where ${at(key)}`.execute(db);
  const { answer = null, asking: open = [] } = rows[0] ?? {};
  if (answer !== null) return { kind: 'answered', stored: answer };
  const lost = open.filter((each) => each !== asking);
  return { kind: open.includes(asking) ? 'ask' : 'uncertain', lost };
};

const answer = async <Tables>(db: Kysely<Tables>, key: StepKey, asking: string, json: string): Promise<unknown> => {
  const { rows } = await sql<{ answer: unknown }>`
    update recorded_steps set asking = array_remove(asking, ${asking}::text),
      answer = coalesce(answer, ${json}::json), answered_at = coalesce(answered_at, now())
    where ${at(key)} returning answer`.execute(db);
  if (rows[0] === undefined)
    throw new TroupeError('STATE_GONE', `Step '${key.step}' of ${key.inputId} is no longer known: it was forgotten while it was asked`); // prettier-ignore
  return rows[0].answer;
};

/** The steps in an agent's own schema, whose table `stepMigrations` made. */
export const createStepStore = <Tables>(db: Kysely<Tables>): StepStore => ({
  begin: (key, asking, most) => begin(db, key, asking, most),
  answer: (key, asking, json) => answer(db, key, asking, json),
  isOpen: async (key, asking) => {
    const { rows } = await sql`
      select 1 from recorded_steps where ${at(key)} and ${asking}::text = any (asking) for update`.execute(db);
    return rows.length > 0;
  },
  fail: async (key, asking) => {
    await sql`update recorded_steps set asking = array_remove(asking, ${asking}::text) where ${at(key)}`.execute(db);
  },
  recorded: async (agent, inputIds) => {
    const { rows } = await sql<{ input_id: string; step: string; asks: number; answer: unknown }>`
      select input_id, step, asks, answer from recorded_steps
      where agent = ${agent} and input_id = any(${inputIds.map(storable)}::text[])
      order by coalesce(answered_at, asked_at), step`.execute(db);
    return rows.map(({ input_id: inputId, step, asks, answer: stored }) => ({ inputId, step, asks, stored }));
  },
});
