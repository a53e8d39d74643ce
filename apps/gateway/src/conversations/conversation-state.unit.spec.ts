import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stateOf } from './conversation-state.ts';

const at = (seconds: number): string => new Date(seconds * 1_000).toISOString();
const events = (...types: readonly string[]) => types.map((type, index) => ({ type, appendedAt: at(index) }));

describe('the state of a conversation', () => {
  it.each([
    [[], 'accepted'],
    [['transaction.created'], 'open'],
    [['transaction.created', 'order.verified', 'order.confirmed'], 'confirmed'],
    [['transaction.created', 'order.rejected'], 'rejected'],
    [['transaction.created', 'order.confirmed', 'order.cancelled'], 'cancelled'],
    [['transaction.created', 'order.rejected', 'items.released', 'order.closed'], 'closed'],
    [['feature.requested'], 'open'],
    [['feature.requested', 'spec.rejected'], 'waiting'],
    [['feature.requested', 'spec.rejected', 'spec.answered'], 'open'],
    [['feature.requested', 'spec.rejected', 'spec.answered', 'spec.rejected'], 'waiting'],
    [['feature.requested', 'spec.rejected', 'spec.answered', 'spec.validated', 'code.committed'], 'open'],
    [['feature.requested', 'spec.validated', 'code.committed', 'pr.reviewed', 'feature.approved'], 'approved'],
    [['feature.requested', 'feature.approved', 'code.merged', 'feature.delivered'], 'delivered'],
    [['feature.requested', 'spec.rejected', 'feature.abandoned'], 'abandoned'],
    [['feature.requested', 'feature.abandoned', 'code.merged', 'feature.delivered'], 'delivered'],
  ] as const)('after %j is %s', (types, status) => {
    expect(stateOf(events(...types)).status).toBe(status);
  });

  it('says when it began and when it was resolved', () => {
    expect(stateOf(events('transaction.created', 'order.rejected', 'order.closed'))).toMatchObject({
      startedAt: at(0),
      resolvedAt: at(1),
    });
    expect(stateOf(events('transaction.created', 'order.cancelled'))).toMatchObject({ resolvedAt: null });
    expect(stateOf(events('feature.requested', 'feature.approved'))).toMatchObject({ resolvedAt: null });
    expect(stateOf(events('feature.requested', 'feature.delivered'))).toMatchObject({ resolvedAt: at(1) });
  });

  it('does not depend on the order in which events came', () => {
    const types = [
      'transaction.created',
      'order.verified',
      'order.confirmed',
      'order.rejected',
      'order.cancelled',
      'order.closed',
      'feature.requested',
      'spec.rejected',
      'spec.answered',
      'feature.approved',
      'feature.delivered',
    ];
    const some = fc.array(fc.record({ type: fc.constantFrom(...types), appendedAt: fc.nat(100).map(at) }));
    fc.assert(
      fc.property(
        some.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]) => expect(stateOf(shuffled)).toEqual(stateOf(list)),
      ),
    );
  });
});
