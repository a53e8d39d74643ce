import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectDatabase } from '@troupe/database';
import type { Draft } from '@troupe/contracts';
import { commitBatch } from '../engine/commit-batch.ts';
import { arrivalOf, openEngineDatabase, T0, type EngineDatabase } from '../engine/engine.fixture.ts';
import {
  abandoned,
  approved,
  changesRequested,
  commitOf,
  committed,
  merged,
  rejected,
  requested,
  validated,
} from '../features.fixture.ts';
import { deliverySaga } from './delivery.saga.ts';

let engine: EngineDatabase;
beforeAll(async () => {
  engine = await openEngineDatabase('delivery-row');
}, 60_000);
afterAll(() => engine.drop());

const saga = deliverySaga({ specWithin: '7d', workWithin: '1d', within: '9d' });

/** Its events come one after the other, in batches of their own. */
const play = async (id: string, ...drafts: readonly Draft[]): Promise<void> => {
  for (const [at, draft] of drafts.entries()) {
    const arrival = { ...arrivalOf(id, draft, at * 1_000, `${id} ${at}`), sagas: ['delivery'] };
    const outcomes = await commitBatch([arrival], engine.parts([saga]));
    expect(outcomes).toMatchObject([{ ok: true }]);
  }
};

const rowOf = async (id: string): Promise<Record<string, unknown> | undefined> => {
  const main = connectDatabase<{ features: Record<string, unknown> }>({
    url: engine.env['DATABASE_URL'] ?? '',
    schema: 'main',
  });
  try {
    return await main.db.selectFrom('features').selectAll().where('id', '=', id).executeTakeFirst();
  } finally {
    await main.close();
  }
};

describe('main.features', () => {
  it('holds a delivered feature with its commits and when it got how far', async () => {
    await play('c-1', requested, rejected, validated, committed(1), changesRequested(1), committed(2), approved(2), merged); // prettier-ignore
    expect(await rowOf('c-1')).toMatchObject({
      workspace: 'shop',
      outcome: 'delivered',
      reviewed: commitOf(2),
      merged: commitOf(9),
      attempts: 2,
      rounds: 1,
      rejections: 1,
      reasons: [],
      specified_at: new Date(T0 + 2_000),
      committed_at: new Date(T0 + 3_000),
      approved_at: new Date(T0 + 6_000),
    });
  });

  it('holds one that was given up with its reasons and what was tried', async () => {
    await play('c-2', requested, validated, abandoned(1));
    expect(await rowOf('c-2')).toMatchObject({
      outcome: 'abandoned',
      merged: null,
      reasons: ['no program of size 9 does it'],
      tried: ['attempt 1: 9,000 programs in 5 s', 'attempt 1: a larger size'],
      committed_at: null,
    });
  });
});
