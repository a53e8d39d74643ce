import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  CodeAbandoned,
  CodeCommitted,
  CodeMerged,
  FeatureApproved,
  MergeRefused,
  SpecValidated,
} from '@troupe/contracts';
import { deliver, testAgent, type AgentScenario, type DeliveredEvent } from '@troupe/testing';
import type { Workspace, Workspaces } from '@troupe/workspace';
import type { CodeAuthor } from './authors/code-author.ts';
import {
  moduleOf,
  openDeveloper,
  reviewOf,
  scriptedAuthor,
  scriptedTester,
  type TestDeveloper,
} from './developer.fixture.ts';
import { largePrice, taxSpec } from './tax.fixture.ts';

let developer: TestDeveloper;
let workspace: string;
let count = 0;
beforeAll(async () => {
  developer = await openDeveloper('developer-agent');
});
beforeEach(() => {
  workspace = `shop-${(count += 1)}`;
});
afterAll(() => developer.close());

const NOON = Date.UTC(2026, 10, 27, 12);
type More = Parameters<TestDeveloper['agent']>[1];
const shown = (author: CodeAuthor, more?: More): AgentScenario =>
  testAgent(developer.agent(author, more), { database: developer.database });
/** Lets the agent work on an event until right before its decision: what will be committed is there then. */
const prepare = (author: CodeAuthor, event: DeliveredEvent, more?: More): Promise<void> =>
  shown(author, more).interrupted(event).thenPublishesNothing();
/** Lets the agent handle events, whatever it concludes. */
const handle = (author: CodeAuthor, ...events: readonly DeliveredEvent[]): Promise<void> =>
  shown(author)
    .given(...events)
    .thenPublishesNothing();
const git = (...args: readonly string[]): string => developer.git(workspace, ...args);
const main = (): string => git('rev-parse', 'main');
const open = (): Promise<Workspace> => developer.workspaces.open(workspace);

/** One feature and what it comes to. */
const feature = (conversationId: string = randomUUID()) => {
  const branch = `feature/sales-tax-${conversationId}`;
  const head = (): string => git('rev-parse', branch);
  return {
    branch,
    head,
    spec: deliver(SpecValidated(taxSpec({ workspace })), { conversationId, timeMs: NOON }),
    review: (more: Parameters<typeof reviewOf>[1] = {}) => deliver(reviewOf(head(), more), { conversationId }),
    approval: (commit = head()) =>
      deliver(FeatureApproved({ workspace, branch, commit, attempt: 1 }), { conversationId, timeMs: NOON }),
    committed: async (more: { readonly base: string; readonly how: string; readonly attempt?: number }) =>
      CodeCommitted({
        workspace,
        repository: (await open()).url,
        branch,
        commit: head(),
        files: ['src/sales-tax.js', 'src/sales-tax.test.js'],
        attempt: 1,
        revision: 1,
        decidedBy: 'script@1',
        ...more,
      }),
    abandoned: (more: { readonly reason: string; readonly tried: string[]; readonly attempt: number }) =>
      CodeAbandoned({ workspace, decidedBy: 'script@1', ...more }),
  };
};

const FIRST = moduleOf('price / 5');
const MENDED = moduleOf('price < 1000 ? price / 5 : price * 0.15');
const UNTESTED = '; not tested before the commit: nobody can';
const HOW = `told to write price / 5${UNTESTED}`;
const firstTold = `attempt 1: ${HOW}. The review found a large price: returned 400, not 300`;

describe('spec.validated', () => {
  it('is answered with code that is committed on a branch of its own, by the agent, at the time of the event', async () => {
    const author = scriptedAuthor(FIRST);
    const { spec, branch, committed } = feature();
    await prepare(author, spec);
    await shown(author)
      .when(spec)
      .thenPublishes(await committed({ base: main(), how: HOW }));
    expect(git('show', `${branch}:src/sales-tax.js`)).toContain('export const salesTax = (price) => price / 5;');
    expect(git('log', '-1', '--format=%an %at%n%B', branch)).toBe(
      `developer-agent ${NOON / 1_000}\nAdd salesTax: Sales tax\n\n${HOW}\n\nTroupe-Event: ${spec.envelope.id}`,
    );
    expect(main()).toBe(git('rev-list', '--max-parents=0', 'main'));
  });

  it('shows the author no example that is held out', async () => {
    const author = scriptedAuthor(FIRST);
    await handle(author, feature().spec);
    expect(JSON.stringify(author.tasks)).not.toContain('2000');
    expect(author.tasks[0]?.examples.map(({ name }) => name)).toEqual(['a price', 'another', 'nothing']);
  });

  it('is answered with everything that was tried when nothing could be written', () => {
    const tried = ['every expression of cost 12 or less'];
    const author = scriptedAuthor({ kind: 'gave-up', reason: 'nothing simple fits', tried });
    const { spec, abandoned } = feature();
    return shown(author)
      .when(spec)
      .thenPublishes(abandoned({ reason: 'nothing simple fits', tried, attempt: 1 }));
  });

  it('is answered with how the code was tried before the commit', async () => {
    const author = scriptedAuthor(FIRST);
    const tester = scriptedTester({ kind: 'passed' });
    const { spec, committed } = feature();
    await prepare(author, spec, { tester });
    const how = 'told to write price / 5; its own tests pass in the sandbox';
    await shown(author, { tester })
      .when(spec)
      .thenPublishes(await committed({ base: main(), how }));
  });

  it('is answered by giving up when the code fails the tests of its own author, and nothing is committed', async () => {
    const author = scriptedAuthor(FIRST);
    const tester = scriptedTester({ kind: 'failed', failures: ['salesTax(100) returned 0, not 20'] });
    const { spec, abandoned } = feature();
    const tried = ['told to write price / 5', 'salesTax(100) returned 0, not 20'];
    await shown(author, { tester })
      .when(spec)
      .thenPublishes(abandoned({ reason: 'what was written fails its own tests', tried, attempt: 1 }));
    expect(git('for-each-ref', 'refs/heads/feature')).toBe('');
  });

  it('is worked on once per conversation', async () => {
    const author = scriptedAuthor(FIRST);
    const { spec } = feature();
    const again = deliver(SpecValidated(taxSpec({ workspace, revision: 2 })), {
      conversationId: spec.envelope.conversationId,
    });
    await handle(author, spec);
    await shown(author).when(again).thenPublishesNothing();
  });

  it('is given up when it cannot be built, whoever has let it through', () =>
    shown(scriptedAuthor())
      .when(SpecValidated(taxSpec({ moduleName: '../../etc' })))
      .thenDeadLetters('SPEC_INVALID'));

  it('is given up when its workspace would be a folder elsewhere', () =>
    shown(scriptedAuthor())
      .when(SpecValidated(taxSpec({ workspace: '../elsewhere' })))
      .thenDeadLetters('WORKSPACE_REFUSED'));
});

describe('an event that is handled twice', () => {
  it('makes one commit with one id, also when the process dies right before the decision', async () => {
    const author = scriptedAuthor(FIRST);
    const { spec, head, branch, committed } = feature();
    await prepare(author, spec);
    const commit = head();
    const told = await committed({ base: main(), how: HOW });
    await shown(author).when(spec, spec).thenPublishes(told);
    expect(head()).toBe(commit);
    expect(git('rev-list', '--count', branch)).toBe('2');
    expect(author.tasks).toHaveLength(1);
  });

  it('makes it also when the process dies after the commit, before anybody has written down that it was made', async () => {
    const author = scriptedAuthor(FIRST);
    const { spec, head, branch, committed } = feature();
    let dies = true;
    /** The commit is made, and nobody is told. */
    const dying: Workspaces = {
      ...developer.workspaces,
      open: async (name) => {
        const whole = await developer.workspaces.open(name);
        const commitFiles: Workspace['commitFiles'] = async (files) => {
          const commit = await whole.commitFiles(files);
          if (!dies) return commit;
          dies = false;
          throw new Error('the process died');
        };
        return { ...whole, commitFiles };
      },
    };
    await prepare(author, spec, { workspaces: dying });
    expect(dies).toBe(false);
    expect(git('rev-list', '--count', '--all')).toBe('2');
    expect(git('rev-parse', branch)).toBe(head());
    await shown(author)
      .when(spec)
      .thenPublishes(await committed({ base: main(), how: HOW }));
  });

  it('stands on the main that it was begun on, although main has moved since the process died', async () => {
    const author = scriptedAuthor(FIRST);
    const { spec, committed } = feature();
    await prepare(author, spec);
    const begun = main();
    const other = feature();
    await handle(scriptedAuthor(FIRST), other.spec);
    await handle(author, other.approval());
    expect(main()).not.toBe(begun);
    await shown(author)
      .when(spec)
      .thenPublishes(await committed({ base: begun, how: HOW }));
  });

  it('merges once, also when the process dies right before the decision', async () => {
    const author = scriptedAuthor(FIRST);
    const { spec, approval, head } = feature();
    await handle(author, spec);
    const approved = approval();
    await prepare(author, approved);
    expect(main()).toBe(head());
    await handle(author, approved, approved);
    expect(git('rev-list', '--count', 'main')).toBe('2');
  });
});

describe('pr.reviewed', () => {
  it('that asks for changes is answered by a next attempt on the same branch, which knows what failed', async () => {
    const author = scriptedAuthor(FIRST, MENDED);
    const { spec, review, head, branch, committed } = feature();
    await handle(author, spec);
    const first = head();
    const asked = review();
    await prepare(author, asked);
    expect(git('rev-parse', `${branch}^`)).toBe(first);
    const how = `told to write price < 1000 ? price / 5 : price * 0.15${UNTESTED}`;
    await shown(author)
      .when(asked)
      .thenPublishes(await committed({ base: main(), how, attempt: 2 }));
    expect(author.tasks[1]?.examples.map(({ name }) => name)).toContain('a large price');
    expect(author.tasks[1]?.past).toMatchObject([
      { attempt: 1, failures: [largePrice], source: expect.stringContaining('price / 5;') },
    ]);
    expect(git('show', `${branch}:src/sales-tax.test.js`)).toContain('2000');
  });

  it('is answered by giving up when the same code comes again, with everything that was tried', async () => {
    const author = scriptedAuthor(FIRST, FIRST);
    const { spec, review, head, abandoned } = feature();
    await handle(author, spec);
    const first = head();
    const reason = 'nothing new was found: it is the code of attempt 1, which the review has sent back';
    const tried = [firstTold, 'told to write price / 5'];
    await shown(author)
      .when(review())
      .thenPublishes(abandoned({ reason, tried, attempt: 2 }));
    expect(head()).toBe(first);
  });

  it('is answered by giving up when nothing is found any more', async () => {
    const author = scriptedAuthor(FIRST, { kind: 'gave-up', reason: 'the budget is used up', tried: ['more'] });
    const { spec, review, abandoned } = feature();
    await handle(author, spec);
    await shown(author)
      .when(review())
      .thenPublishes(abandoned({ reason: 'the budget is used up', tried: [firstTold, 'more'], attempt: 2 }));
  });

  it('goes on from attempt to attempt, and remembers what every review has told', async () => {
    const author = scriptedAuthor(FIRST, moduleOf('price < 900 ? price / 5 : 300'), MENDED);
    const { spec, review, branch } = feature();
    const ownFailure = { ...largePrice, example: 'a larger price', arguments: ['4000'], expected: '600' };
    await handle(author, spec);
    await handle(author, review());
    await handle(author, review({ attempt: 2, failures: [ownFailure] }));
    expect(author.tasks[2]?.examples.map(({ name }) => name)).toEqual([
      'a price', 'another', 'nothing', 'a large price', 'a larger price',
    ]); // prettier-ignore
    expect(git('rev-list', '--count', branch)).toBe('4');
  });

  it('is not answered when it approves, or is about another attempt or commit than the last', async () => {
    const author = scriptedAuthor(FIRST, MENDED);
    const { spec, review } = feature();
    await handle(author, spec);
    const stale = [review({ verdict: 'APPROVED', failures: [] }), review({ attempt: 2 }), review({ commit: main() })];
    await shown(author)
      .when(...stale)
      .thenPublishesNothing();
    expect(author.tasks).toHaveLength(1);
  });

  it('is not answered when somebody else has written the code', () =>
    shown(scriptedAuthor())
      .when(reviewOf('1'.repeat(40)))
      .thenPublishesNothing());
});

describe('feature.approved', () => {
  it('moves main to the reviewed commit', async () => {
    const author = scriptedAuthor(FIRST);
    const { spec, approval, head, branch } = feature();
    await handle(author, spec);
    const merged = CodeMerged({ workspace, branch, commit: head(), reviewed: head() });
    await shown(author).when(approval()).thenPublishes(merged);
    expect(main()).toBe(head());
  });

  it('is refused with the files that main has changed as well, and the feature stays on its branch', async () => {
    const author = scriptedAuthor(FIRST);
    const [one, other] = [feature(), feature()];
    await handle(author, one.spec, other.spec, one.approval(await committedBy(author, one)));
    const files = ['src/sales-tax.js', 'src/sales-tax.test.js'];
    const reason = `main has changed ${files.join(', ')} as well since this was begun: ask for it again, on top of that`;
    const refused = MergeRefused({ workspace, branch: other.branch, commit: other.head(), files, reason });
    await shown(author).when(other.approval()).thenPublishes(refused);
    expect(main()).toBe(one.head());
  });

  it('is given up when there is no such commit', () =>
    shown(scriptedAuthor())
      .when(feature().approval('1'.repeat(40)))
      .thenDeadLetters('WORKSPACE_REFUSED'));
});

/** Has a feature written, and gives its commit. */
const committedBy = async (author: CodeAuthor, { spec, head }: ReturnType<typeof feature>): Promise<string> => {
  await handle(author, spec);
  return head();
};
