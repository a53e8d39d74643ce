import { DEFAULT_HOPS, DEFAULT_TENANT, deriveId, type Draft } from '@troupe/contracts';
import { toHeaders, type Codec, type OutgoingRecord } from '@troupe/messaging';
import { NoteAdded, TaskRequested, TaskWithdrawn } from '../domain.ts';
import type { NoteKind, NotesPlan, Plan, TaskPlan } from '../plan.ts';
import type { Scheduler } from './scheduler.ts';
import type { SimBroker } from './sim-broker.ts';

/** What one client sends, one after the other; each waits for the one before it. */
export interface ClientScript {
  readonly conversation: string;
  readonly records: readonly { readonly record: OutgoingRecord; readonly atMs: number }[];
}

const recordOf = async (conversation: string, draft: Draft<string, { nth: number }>, codec: Codec) => {
  const { type, data, definition } = draft;
  const headers = toHeaders({
    id: deriveId('client', conversation, type, data.nth),
    type,
    source: 'client',
    timeMs: Date.UTC(2026, 0, 1),
    conversationId: conversation,
    lamport: 0,
    hops: DEFAULT_HOPS,
    tenant: DEFAULT_TENANT,
  });
  return { topic: type, key: conversation, value: await codec.encode(definition, data), headers };
};

const taskScript = async ({ conversation, atMs, cancelAtMs }: TaskPlan, codec: Codec): Promise<ClientScript> => {
  const remark = { nth: 0, text: '' };
  const request = await recordOf(conversation, TaskRequested(remark), codec);
  const withdrawal = await recordOf(conversation, TaskWithdrawn(remark), codec);
  const records = [{ record: request, atMs }];
  return {
    conversation,
    records: cancelAtMs === undefined ? records : [...records, { record: withdrawal, atMs: cancelAtMs }],
  };
};

/** How long a client waits between two notes. */
const BETWEEN_NOTES_MS = 60;

const noteRecord = async (conversation: string, kind: NoteKind, nth: number, codec: Codec): Promise<OutgoingRecord> => {
  const record = await recordOf(conversation, NoteAdded({ nth, text: kind }), codec);
  return kind === 'bytes' ? { ...record, value: Buffer.from('not avro') } : record;
};

const notesScript = async ({ conversation, atMs, notes }: NotesPlan, codec: Codec): Promise<ClientScript> => ({
  conversation,
  records: await Promise.all(
    notes.map(async (kind, nth) => ({
      record: await noteRecord(conversation, kind, nth, codec),
      atMs: atMs + nth * BETWEEN_NOTES_MS,
    })),
  ),
});

/** What the clients of a plan send. */
export const scriptsOf = ({ tasks, notes }: Plan, codec: Codec): Promise<readonly ClientScript[]> =>
  Promise.all([...tasks.map((task) => taskScript(task, codec)), ...notes.map((script) => notesScript(script, codec))]);

const AGAIN_AFTER_MS = 100;

/** Sends what is left of a script, trying again while the broker is away. `isDone` says when all of it is in the log. */
export const runClient = (
  { records }: ClientScript,
  scheduler: Scheduler,
  broker: SimBroker,
): { isDone(): boolean } => {
  let sent = 0;
  const beganMs = scheduler.now();
  const next = (): void => {
    const due = records[sent];
    if (due === undefined) return;
    scheduler.after(due.atMs - (scheduler.now() - beganMs), () => scheduler.soon(arrive));
  };
  const arrive = (): void => {
    const due = records[sent];
    if (due === undefined) return;
    if (broker.isAway()) return void scheduler.after(AGAIN_AFTER_MS, arrive);
    broker.log.append(due.record);
    sent += 1;
    next();
  };
  next();
  return { isDone: () => sent === records.length };
};
