import { createOutages, withAttempts } from '@troupe/agent-sdk';
import { afterAll, describe, expect, it } from '@jest/globals';
import { connectDatabase } from '@troupe/database';
import type { LedgerTables } from '@troupe/ledger-reader';
import { pino } from 'pino';
import { appendBatch } from './ledger-store.ts';
import type { Entry } from './entry.ts';

const log = pino({ level: 'silent' });
const database = connectDatabase<LedgerTables>({ url: 'postgres://nobody@127.0.0.1:1/none', schema: 'ledger' });

afterAll(() => database.close());

const entry: Entry = {
  conversation_id: 'c',
  event_id: 'e',
  type: 'order.verified',
  source: 'spec',
  tenant: 'default',
  concluded_at: new Date(0),
  appended_at: new Date(0),
  topic_partition: 0,
  topic_offset: 0,
  causation_id: null,
  parent_id: null,
  lamport: 0,
  hops: 1,
  provenance: '{}',
  data: '{}',
};

describe('a batch for a database that is away', () => {
  it.each([[[entry]], [[entry, entry]]])('says so, whatever is in it', async (entries) => {
    await expect(appendBatch(database.db, entries)).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
  });

  it('is waited for and costs no attempt, so that nothing is given up', async () => {
    const handedOver = new AbortController();
    let waits = 0;
    const wait = (): Promise<void> => {
      waits += 1;
      if (waits === 20) handedOver.abort();
      return Promise.resolve();
    };
    const attempt = withAttempts(() => appendBatch(database.db, [entry]), {
      policy: { attempts: 5, initialMs: 1, maxMs: 1 },
      signal: handedOver.signal,
      outages: createOutages({ log }),
      log,
      random: Math.random,
      wait,
    });
    await expect(attempt).rejects.toMatchObject({ code: 'TASK_ABORTED' });
    expect(waits).toBe(20);
  });
});
