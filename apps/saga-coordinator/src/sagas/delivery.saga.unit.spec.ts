import { describe, expect, it } from '@jest/globals';
import { FeatureAbandoned, FeatureApproved, FeatureDelivered, type Draft } from '@troupe/contracts';
import { decide, fold, packageResult, type EventFact } from '@troupe/saga';
import { testSaga } from '@troupe/testing';
import fc from 'fast-check';
import {
  abandoned,
  answered,
  approved,
  changesRequested,
  commitOf,
  committed,
  exhausted,
  merged,
  mergeRefused,
  rejected,
  requested,
  unavailable,
  validated,
} from '../features.fixture.ts';
import { heldBy } from '../orders.fixture.ts';
import { deliverySaga } from './delivery.saga.ts';

const saga = deliverySaga({ specWithin: '7d', workWithin: '1d', within: '9d' });

const approval = FeatureApproved({
  workspace: 'shop',
  branch: 'feature/sales-tax',
  commit: commitOf(2),
  attempt: 2,
});
const delivered = FeatureDelivered({ workspace: 'shop', commit: commitOf(9), reviewed: commitOf(2), attempt: 2 });

const first = [requested, validated, committed(1)];
const second = [...first, changesRequested(1), committed(2), approved(2)];

const triedInSecond = [
  'attempt 1: 10 programs were looked at',
  "review of attempt 1: 1 of 9 examples failed; 'a car': 2 came instead of 3",
  'attempt 2: 20 programs were looked at',
  'review of attempt 2: approved, 9 examples',
];

describe('a feature whose code is approved', () => {
  it('is approved with the commit that was reviewed, and delivered once that is on main', () => {
    testSaga(saga).given(...first).when(approved(1)).thenSends(
      FeatureApproved({ workspace: 'shop', branch: 'feature/sales-tax', commit: commitOf(1), attempt: 1 }),
    ); // prettier-ignore
    testSaga(saga)
      .given(...second)
      .when(merged)
      .thenSends(delivered);
  });

  it('waits through every review that asks for changes, and takes the attempt that was approved', () => {
    const course = testSaga(saga).given(...first);
    course.when(changesRequested(1), committed(2), changesRequested(2), committed(3)).thenNothing();
    course.when(changesRequested(1), committed(2), approved(2)).thenSends(approval);
  });

  it('is delivered once, in whatever order and however often its events are read', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(second, { minLength: second.length }),
        fc.subarray([...second, merged]),
        (shuffled, again) => {
          // It is merged because it was approved: that cannot be read before.
          const course = testSaga(saga).when(...shuffled, merged, ...again);
          course.thenSends(approval, delivered);
          course.thenStatus('completed');
        },
      ),
    );
  });
});

describe('a feature that is given up', () => {
  const givenUp = (reasons: readonly string[], more: { tried?: readonly string[]; missing?: readonly string[] } = {}) =>
    FeatureAbandoned({ reasons, tried: more.tried ?? [], missing: more.missing ?? [] });
  const reason = 'no program of size 9 does it';

  it('says why its developer gave up, at the first attempt', () =>
    testSaga(saga)
      .given(requested, validated)
      .when(abandoned(1))
      .thenSends(givenUp([reason], { tried: ['attempt 1: 9,000 programs in 5 s', 'attempt 1: a larger size'] })));

  it('says everything that was tried, at a later one', () =>
    testSaga(saga)
      .given(...first, changesRequested(1))
      .when(abandoned(2))
      .thenSends(
        givenUp([reason], {
          tried: [
            'attempt 1: 10 programs were looked at',
            "review of attempt 1: 1 of 9 examples failed; 'a car': 2 came instead of 3",
            'attempt 2: 9,000 programs in 5 s',
            'attempt 2: a larger size',
          ],
        }),
      ));

  it('names what was used up', () =>
    testSaga(saga)
      .given(requested, validated)
      .when(exhausted)
      .thenSends(givenUp(['developer-agent met the limit of the conversation: tokens, 1200 spent'])));

  it('stays on its branch when main has gone another way', () => {
    const course = testSaga(saga)
      .given(...second)
      .when(mergeRefused);
    const why = `approved as ${commitOf(2)}, which stays on feature/sales-tax: main has changed src/sales-tax.js as well`;
    course.thenSends(givenUp([why], { tried: triedInSecond }));
    course.thenStatus('closed');
  });

  it('is given up once, in whatever order its events are read', () => {
    const events = [...first, changesRequested(1), abandoned(2)];
    fc.assert(
      fc.property(fc.shuffledSubarray(events, { minLength: events.length }), (shuffled) => {
        testSaga(saga)
          .when(...shuffled, ...shuffled)
          .thenStatus('closed');
      }),
    );
  });
});

describe('a feature that waits', () => {
  it('for a person has a week, and then says what nobody answered', () => {
    const asked = testSaga(saga).given(requested, rejected);
    asked.after('6d').thenNothing();
    asked
      .after('8d')
      .thenSends(FeatureAbandoned({ reasons: ['nobody answered: Is the tax on 100 20 or 25?'], tried: [], missing: ['spec'] })); // prettier-ignore
    asked.after('6d').given(answered, validated, committed(1)).when(approved(1)).thenStatus('running');
  });

  it('for a spec that was answered and is still not there says so', () =>
    testSaga(saga)
      .given(requested, rejected, answered)
      .after('8d')
      .thenSends(FeatureAbandoned({ reasons: ['spec: no answer in time'], tried: [], missing: ['spec'] })));

  it('for somebody with a sandbox takes the review of whoever has one', () => {
    const course = testSaga(saga).given(...first);
    course.when(unavailable).thenNothing();
    course.given(unavailable, approved(1)).when(merged).thenStatus('completed');
  });

  it('for a sandbox that nobody has says what is missing', () =>
    testSaga(saga)
      .given(...first, unavailable)
      .after('2d')
      .thenSends(
        FeatureAbandoned({
          reasons: ['sandbox@1 runs no generated code, for want of cgroup-memory: no cgroup can be written to'],
          tried: ['attempt 1: 10 programs were looked at'],
          missing: ['review'],
        }),
      ));

  it('for a merge that comes after it was given up is delivered all the same', () => {
    const late = testSaga(saga)
      .given(...second)
      .after('2d');
    late.thenStatus('closed');
    const inVain = { reasons: ['merge: no answer in time'], tried: triedInSecond, missing: ['merge'] };
    late.when(merged).thenSends(FeatureAbandoned(inVain), delivered);
  });

  it('is given up when it takes too long in all', () => {
    const short = deliverySaga({ specWithin: '7d', workWithin: '1d', within: '1h' });
    testSaga(short)
      .given(...first, changesRequested(1))
      .after('2h')
      .thenStatus('closed');
  });
});

describe('a feature of which an agent holds an event', () => {
  it.each([
    ['spec', 'pm-agent', 'feature.requested', [requested], []],
    ['code', 'developer-agent', 'spec.validated', [requested, validated], []],
    ['review', 'qa-agent', 'code.committed', first, triedInSecond.slice(0, 1)],
    ['merge', 'developer-agent', 'feature.approved', second, triedInSecond],
  ] as const)('says whose %s nobody waited for in vain', (step, agent, type, before, tried) => {
    const stuck = testSaga(saga)
      .given(...before)
      .given(heldBy(agent, type))
      .after('8d');
    const reasons = [`${step}: no answer in time: ${agent} holds ${type} (TERMINAL)`];
    stuck.thenSends(FeatureAbandoned({ reasons, tried, missing: [step] }));
  });

  it('says so besides what else is known of the step', () =>
    testSaga(saga)
      .given(...first, unavailable, heldBy('qa-agent', 'code.committed'))
      .after('2d')
      .thenSends(
        FeatureAbandoned({
          reasons: [
            'sandbox@1 runs no generated code, for want of cgroup-memory: no cgroup can be written to',
            'review: no answer in time: qa-agent holds code.committed (TERMINAL)',
          ],
          tried: ['attempt 1: 10 programs were looked at'],
          missing: ['review'],
        }),
      ));

  it('goes on once that is released', () =>
    testSaga(saga)
      .given(requested, heldBy('pm-agent', 'feature.requested'), validated, committed(1), approved(1))
      .when(merged)
      .thenStatus('completed'));
});

describe('the row in main.features', () => {
  const seen = ({ type, data }: Draft, at: number): EventFact => ({
    ...{ kind: 'event', id: `${type} ${at}`, type, data },
    ...{ appendedMs: at * 1_000, timeMs: at * 1_000 },
  });
  const rowOf = (drafts: readonly Draft[]) => {
    const facts = drafts.map(seen);
    const { state } = decide(saga, fold(saga, { conversationId: 'c-1', facts }), 60_000);
    return packageResult(saga, state)?.row;
  };
  const at = (seconds: number): string => new Date(seconds * 1_000).toISOString();

  it('says how far it got, when, and in how many attempts', () => {
    expect(rowOf([...second, merged])).toEqual({
      id: 'c-1',
      workspace: 'shop',
      title: 'Sales tax',
      requested_by: null,
      outcome: 'delivered',
      branch: 'feature/sales-tax',
      reviewed: commitOf(2),
      merged: commitOf(9),
      attempts: 2,
      rounds: 1,
      rejections: 0,
      reasons: [],
      tried: expect.arrayContaining(['review of attempt 2: approved, 9 examples']),
      missing: [],
      requested_at: at(0),
      specified_at: at(1),
      committed_at: at(2),
      approved_at: at(5),
      resolved_at: at(60),
    });
  });

  it('is there once there is an outcome, with the reasons of one that was given up', () => {
    expect(rowOf(second)).toBeUndefined();
    expect(rowOf([requested, rejected, answered, validated, abandoned(1)])).toMatchObject({
      outcome: 'abandoned',
      merged: null,
      attempts: 0,
      rejections: 1,
      reasons: ['no program of size 9 does it'],
      approved_at: null,
    });
  });
});
