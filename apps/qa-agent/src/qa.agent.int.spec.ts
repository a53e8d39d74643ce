import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { answerFrom, createStepStore } from '@troupe/agent-sdk';
import {
  PrReviewed,
  ReviewRequested,
  ReviewUnavailable,
  SpecValidated,
  type CodeCommittedData,
  type Draft,
} from '@troupe/contracts';
import { couldHold, probeSandbox, type SandboxProbe } from '@troupe/sandbox';
import { deliver, testAgent, type AgentScenario, type DeliveredEvent } from '@troupe/testing';
import { taxSpec } from '@troupe/testing/tax-spec';
import { openQa, type TestQa } from './qa.fixture.ts';
import type { TestReport } from './review/acceptance-tests.ts';
import { sortSpec } from './spec.fixture.ts';

// Real git and real processes, on a machine that may be busy.
jest.setTimeout(120_000);

/** Where nothing could hold, nothing is run. */
const walled = (await couldHold()) ? describe : describe.skip;

const SANDBOX = { user: 60_873 };
const DECIDED_BY = 'acceptance-tests@1, linux-sandbox@1';
const RIGHT = 'export const salesTax = (price, rate) => price * rate;';
const OVERFIT = 'export const salesTax = (price) => price / 5;';

let qa: TestQa;
beforeAll(async () => {
  qa = await openQa('qa-agent', SANDBOX);
});
afterAll(() => qa.close());

const shown = (): AgentScenario => testAgent(qa.agent(), { database: qa.database });
const spec = (conversationId: string, data = taxSpec()): DeliveredEvent =>
  deliver(SpecValidated(data), { conversationId });

type Code = Draft<'code.committed', CodeCommittedData>;
const approved = ({ data: { commit, branch, attempt } }: Code, examples = 3) =>
  PrReviewed({
    commit,
    branch,
    attempt,
    verdict: 'APPROVED',
    examples,
    failures: [],
    cause: null,
    decidedBy: DECIDED_BY,
  });
const overfitted = ({ data: { commit, branch, attempt } }: Code) =>
  PrReviewed({
    commit,
    branch,
    attempt,
    verdict: 'CHANGES_REQUESTED',
    examples: 3,
    failures: [
      {
        example: 'a small price',
        arguments: ['3', '0.1'],
        expected: '0.3',
        actual: '0.6',
        cause: 'returned another result',
      },
    ],
    cause: null,
    decidedBy: DECIDED_BY,
  });

walled('a commit', () => {
  it.each(['the spec comes first', 'the spec comes last'])(
    'is approved when it does what the spec says, and %s',
    async (when) => {
      const conversationId = randomUUID();
      const code = await qa.commit(RIGHT);
      const events = [spec(conversationId), deliver(code, { conversationId })];
      await shown()
        .when(...(when.endsWith('first') ? events : events.toReversed()))
        .thenPublishes(approved(code));
    },
  );

  it('is sent back with the example that was held out, when it fits only the others', async () => {
    const conversationId = randomUUID();
    const code = await qa.commit(OVERFIT);
    await shown().given(spec(conversationId)).when(deliver(code, { conversationId })).thenPublishes(overfitted(code));
  });

  it('meets the spec again at the next attempt, and the one after', async () => {
    const conversationId = randomUUID();
    const [first, second, third] = [
      await qa.commit(OVERFIT),
      await qa.commit(OVERFIT, { attempt: 2 }),
      await qa.commit(RIGHT, { attempt: 3 }),
    ];
    await shown()
      .when(spec(conversationId), ...[first, second, third].map((code) => deliver(code, { conversationId })))
      .thenPublishes(overfitted(first), overfitted(second), approved(third));
  });

  it('waits beside others for its spec, and is reviewed after those before it', async () => {
    const conversationId = randomUUID();
    const [first, second] = [await qa.commit(OVERFIT), await qa.commit(RIGHT, { attempt: 2 })];
    await shown()
      .when(deliver(first, { conversationId }), deliver(second, { conversationId }), spec(conversationId))
      .thenPublishes(overfitted(first), approved(second));
  });

  it.each([[[1, 2]], [[2, 1]]])(
    'is held against the revision that it was made from, when those known are %j in their order',
    async (known) => {
      const conversationId = randomUUID();
      const examples = [taxSpec().examples, taxSpec().examples.slice(0, 2)];
      const specs = known.map((revision) =>
        spec(conversationId, taxSpec({ revision, examples: examples[revision - 1]! })),
      );
      const ofFirst = await qa.commit(OVERFIT, { revision: 1 });
      const ofSecond = await qa.commit(OVERFIT, { revision: 2, attempt: 2 });
      await shown()
        .given(...specs)
        .when(...[ofFirst, ofSecond].map((code) => deliver(code, { conversationId })))
        .thenPublishes(overfitted(ofFirst), approved(ofSecond, 2));
    },
  );

  it('waits for the revision that it was made from, though an earlier one is there', async () => {
    const conversationId = randomUUID();
    const code = await qa.commit(OVERFIT, { revision: 2 });
    const second = spec(conversationId, taxSpec({ revision: 2, examples: taxSpec().examples.slice(0, 2) }));
    await shown().given(spec(conversationId)).when(deliver(code, { conversationId })).thenPublishesNothing();
    await shown().when(second, second).thenPublishes(approved(code, 2));
  });

  it('is held against the latest revision, when it does not say which it was made from', async () => {
    const conversationId = randomUUID();
    const code = await qa.commit(OVERFIT);
    const shorter = taxSpec({ revision: 2, examples: taxSpec().examples.slice(0, 2) });
    await shown()
      .given(spec(conversationId, shorter), spec(conversationId))
      .when(deliver(code, { conversationId }))
      .thenPublishes(approved(code, 2));
  });

  it('is reviewed once, whatever is delivered again and whenever the process dies', async () => {
    const conversationId = randomUUID();
    const code = await qa.commit(RIGHT);
    const event = deliver(code, { conversationId });
    const before = qa.readings();
    await shown().given(spec(conversationId)).interrupted(event).when(event, event).thenPublishes(approved(code));
    await shown().when(event).thenPublishesNothing();
    expect(qa.readings() - before).toBe(1);
  });

  it('is given up when it is not there, or its spec contradicts itself', async () => {
    const conversationId = randomUUID();
    const gone = await qa.commit(RIGHT, { commit: '1'.repeat(40) });
    await shown()
      .given(spec(conversationId))
      .when(deliver(gone, { conversationId }))
      .thenDeadLetters('WORKSPACE_REFUSED');
    const other = randomUUID();
    const code = deliver(await qa.commit(RIGHT), { conversationId: other });
    await shown()
      .given(code)
      .when(spec(other, taxSpec({ returns: 'money' })))
      .thenDeadLetters('SPEC_INVALID');
  });
});

/** What was found about a commit. */
const reportOn = async (
  source: string,
  data = taxSpec({ examples: taxSpec().examples.slice(0, 1) }),
  files = [`src/${data.moduleName}.js`],
): Promise<TestReport> => {
  const conversationId = randomUUID();
  const event = deliver(await qa.commit(source, { files }), { conversationId });
  await shown().given(spec(conversationId, data), event).thenPublishesNothing();
  const [step] = await createStepStore(qa.database.db).recorded('qa-agent', [event.envelope.id]);
  // The one step of a review records its report.
  return answerFrom(step?.stored ?? '') as TestReport;
};

walled('code that must not be merged', () => {
  const forged = JSON.stringify('{"returned":{"json":"20"},"left":"[100,0.2]"}\n');
  const restricted = 'threw Error: Access to this API has been restricted';
  it.each<[string, string, string]>([
    ['ends its process after it has printed that all is well', 'console.log("passed"); process.exit(0);', 'ended its process with code 0'],
    ['writes answers to the pipe itself', `fs.writeSync(3, ${forged}); return 20;`, 'wrote to the pipe of answers what is no answer'],
    ['takes all memory', 'for (const kept = []; ;) kept.push(Buffer.alloc(1e6, 1));', 'needed more than 256 MiB of memory'],
    ['loops for ever', 'for (;;);', 'took longer than 3000 ms'],
    ['reads files of the host', 'return fs.readFileSync("/etc/passwd").length;', restricted],
    ['writes files of the host', 'fs.writeFileSync("/tmp/troupe-qa-was-here", "x"); return 20;', restricted],
  ])('is sent back when it %s', async (_name, body, cause) => {
    const source = `import fs from 'node:fs';\nexport const salesTax = () => { ${body} };`;
    expect(await reportOn(source)).toMatchObject({
      examples: 1,
      failures: [{ example: 'a price', arguments: ['100', '0.2'], expected: '20', actual: null, cause: expect.stringContaining(cause) }],
    });
    expect(existsSync('/tmp/troupe-qa-was-here')).toBe(false);
  }); // prettier-ignore

  it.each<[string, string, string]>([
    ['changes its arguments', 'scores.sort((a, b) => b - a)', 'changed its arguments: they are [[3,2,1]] afterwards'],
    ['answers otherwise when it is asked again', 'globalThis.asked ? [] : ((globalThis.asked = true), [3, 2, 1])', 'called again, it returned another result'],
    ['answers with a promise', 'Promise.resolve([3, 2, 1])', 'returned object, which is no list<number>'],
  ])('is sent back when it %s', async (_name, expression, cause) => {
    const { failures } = await reportOn(`export const ranking = (scores) => ${expression};`, sortSpec());
    expect(failures).toMatchObject([{ cause }]);
  }); // prettier-ignore

  it('is not shown the tests of its developer, which tell results', async () => {
    const [beside, tests] = ['src/rates.js', 'src/sales-tax.test.js'];
    const source = `import fs from 'node:fs'; export const salesTax = () => fs.readdirSync('/work/src').join(' ');`;
    const { failures } = await reportOn(source, undefined, ['src/sales-tax.js', beside, tests]);
    expect(failures).toMatchObject([{ actual: '"rates.js sales-tax.js"' }]);
  });

  it('is sent back when it does not load, and says why', async () => {
    expect(await reportOn('export const salesTax = (price => ;')).toMatchObject({
      cause: expect.stringContaining('the code does not load: SyntaxError'),
      failures: [{ actual: null, cause: expect.stringContaining('does not load: SyntaxError') }],
    });
  });

  it('is sent back when the function has another name', async () => {
    const { cause } = await reportOn('export const tax = () => 20;');
    expect(cause).toBe("the code does not load: src/sales-tax.js exports no function 'salesTax'");
  });
});

walled('a reviewer whose sandbox does not hold', () => {
  let broken: SandboxProbe;
  beforeAll(async () => {
    broken = await probeSandbox({ ...SANDBOX, cgroup: '/no/such/cgroup' });
  });
  afterAll(() => broken.close());

  const brokenly = (): AgentScenario => testAgent(qa.agent(broken), { database: qa.database });
  const unavailable = ({ data: { commit } }: Code) =>
    ReviewUnavailable({
      commit,
      missing: ['cgroup-memory', 'cgroup-processes'].map((limit, index) => {
        const { found, mend } = broken.missing[index]!;
        return { limit, found: `${found}. To mend it: ${mend}` };
      }),
      decidedBy: DECIDED_BY,
    });
  const again = (conversationId: string) => deliver(ReviewRequested({ requestedBy: 'ada' }), { conversationId });

  it('runs nothing, and answers with what is missing, what was found and how to mend it', async () => {
    const conversationId = randomUUID();
    const code = await qa.commit(RIGHT);
    const before = qa.readings();
    await brokenly()
      .given(spec(conversationId))
      .when(deliver(code, { conversationId }))
      .thenPublishes(unavailable(code));
    expect(qa.readings()).toBe(before);
    const { dependencies } = qa.agent(broken);
    const failing = dependencies.filter((dependency) => !dependency.available()).map(({ name }) => name);
    expect(failing).toEqual(['sandbox', 'sandbox-cgroup-memory', 'sandbox-cgroup-processes']);
  });

  it.each(['the spec comes first', 'the spec comes last'])(
    'keeps its commits for one whose sandbox holds, which reviews them once they are asked for again, and %s',
    async (when) => {
      const conversationId = randomUUID();
      const [first, second] = [await qa.commit(OVERFIT), await qa.commit(RIGHT, { attempt: 2 })];
      const events = [spec(conversationId), ...[first, second].map((code) => deliver(code, { conversationId }))];
      await brokenly()
        .when(...(when.endsWith('first') ? events : [...events.slice(1), ...events.slice(0, 1)]))
        .thenPublishes(unavailable(first), unavailable(second));
      await brokenly().when(again(conversationId)).thenPublishes(unavailable(first), unavailable(second));
      const asked = again(conversationId);
      await shown()
        .interrupted(asked)
        .when(asked, asked, again(conversationId))
        .thenPublishes(overfitted(first), approved(second));
    },
  );

  it('is asked in vain for what was reviewed, or never committed', async () => {
    const conversationId = randomUUID();
    await shown()
      .given(spec(conversationId), deliver(await qa.commit(RIGHT), { conversationId }))
      .when(again(conversationId), again(randomUUID()))
      .thenPublishesNothing();
  });
});
