import { describe, expect, it } from '@jest/globals';
import { playedTree } from '../tree.fixture.ts';
import { sagaGenerator } from './saga-generator.ts';
import type { SagaGeneratorOptions } from './saga-plan.ts';

const asked: SagaGeneratorOptions = {
  name: 'gift-card',
  startedBy: 'transaction.created',
  steps: 'order.verified, items.reserved',
};

describe('nx g saga', () => {
  it('writes the saga, its spec, and the schemas of what it concludes, and touches nothing else', async () => {
    const { written, ...tree } = playedTree();
    await sagaGenerator(tree, { ...asked, within: '2d' });
    expect([...written.keys()].toSorted()).toEqual([
      'apps/saga-coordinator/src/sagas/gift-card.saga.ts',
      'apps/saga-coordinator/src/sagas/gift-card.saga.unit.spec.ts',
      'schemas/commerce/gift-card.completed.avsc',
      'schemas/commerce/gift-card.failed.avsc',
    ]);
    const saga = written.get('apps/saga-coordinator/src/sagas/gift-card.saga.ts');
    expect(saga).toContain('export const giftCardSagas: SagasOf');
    expect(saga).toContain("completedBy: ItemsReserved,\n        within: '2d'");
  });

  it.each([
    [{ startedBy: 'order.dreamt' }, /no event type 'order.dreamt'/],
    [{ steps: '' }, /the saga waits for nothing/],
    [{ within: 'long' }, /'long' is no duration/],
    [{ name: 'Gift' }, /'Gift' is no name of a saga/],
    [{ name: 'order' }, /order.saga.ts.* there already/],
  ])('refuses %j before it writes anything', async (changes, message) => {
    const tree = playedTree();
    await expect(sagaGenerator(tree, { ...asked, ...changes })).rejects.toThrow(message);
    expect(tree.written.size).toBe(0);
  });
});
