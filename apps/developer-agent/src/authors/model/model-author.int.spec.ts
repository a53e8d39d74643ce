import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CodeAbandoned, SpecValidated, type Draft } from '@troupe/contracts';
import { modelSettings, openModel, openPrompts } from '@troupe/models';
import { probeSandbox, type SandboxProbe } from '@troupe/sandbox';
import {
  deliver,
  startScriptedModel,
  testAgent,
  type AgentScenario,
  type DeliveredEvent,
  type ScriptedModel,
  type ScriptLine,
} from '@troupe/testing';
import { openDeveloper, reviewOf, type TestDeveloper } from '../../developer.fixture.ts';
import { sandboxTester } from '../../own-tests/sandbox-tester.ts';
import { taxSpec } from '../../tax.fixture.ts';
import type { CodeAuthor } from '../code-author.ts';
import { modelAuthor } from './model-author.ts';

const prompts = openPrompts(new URL('../../../prompts', import.meta.url));
let developer: TestDeveloper;
let probe: SandboxProbe;
let server: ScriptedModel;
let workspace: string;
let conversationId: string;
let spec: DeliveredEvent;
beforeAll(async () => {
  developer = await openDeveloper('model-author');
  probe = await probeSandbox();
}, 60_000);
afterAll(async () => {
  await probe.close();
  await developer.close();
}, 60_000);
beforeEach(() => {
  workspace = `shop-${randomUUID().slice(0, 8)}`;
  conversationId = randomUUID();
  spec = deliver(SpecValidated(taxSpec({ workspace })), { conversationId });
});
afterEach(() => server.close());

/** An author whose model says these, in this order, and nothing else. */
const says = async (...replies: readonly ScriptLine[]): Promise<CodeAuthor> => {
  server = await startScriptedModel({ replies });
  return authorOf(server);
};
const authorOf = ({ env }: ScriptedModel): CodeAuthor => {
  const model = openModel(modelSettings.parse(env).model);
  if (model === undefined) throw new Error('no model is configured');
  return modelAuthor({ model, prompts, tester: sandboxTester(probe) });
};
const agent = (author: CodeAuthor): AgentScenario =>
  testAgent(developer.agent(author, { tester: sandboxTester(probe) }), { database: developer.database });

const NAME = 'openai-compatible:scripted (write-code@1)';
const PATH = 'src/sales-tax.js';
const module = (body: string): string => `export const salesTax = (price) => ${body};\n`;
const calls = (name: string, given: object = {}): ScriptLine => ({ toolCalls: [{ name, arguments: given }] });
const writes = (body: string, path = PATH): ScriptLine => calls('write_file', { path, content: module(body) });
const runsTests = calls('run_tests');
const done = { text: 'It takes a fifth of the price.' };

const branch = () => `feature/sales-tax-${conversationId}`;
const git = (...args: readonly string[]): string => developer.git(workspace, ...args);
const committed = (): string => git('show', `${branch()}:${PATH}`);
const abandoned = (reason: string, tried: readonly string[]): Draft =>
  CodeAbandoned({ workspace, reason, tried: [...tried], attempt: 1, decidedBy: NAME });
/** Lets the agent work on the spec; whatever it commits is there then. */
const work = (author: CodeAuthor): Promise<void> => agent(author).interrupted(spec).thenPublishesNothing();
/** What the model was told last before it answered the request of this number. */
const toldAt = (index: number): unknown => server.requests()[index]?.body.messages?.at(-1)?.content;

describe('a model that writes code', () => {
  it('writes, runs the tests of it in the sandbox, and mends it until they pass', async () => {
    await work(await says(writes('price / 4'), runsTests, writes('price / 5'), runsTests, done));
    expect(committed()).toBe(
      `// Written by ${NAME}, in conversation ${conversationId}.\n\n${module('price / 5').trim()}`,
    );
    expect(git('log', '-1', '--format=%b', branch())).toContain(
      'asked openai-compatible:scripted with write-code@1: 5 requests, 2 runs of its tests, 600 tokens; its own tests pass in the sandbox',
    );
    expect(JSON.stringify(server.requests()[2]?.body.messages)).toContain('salesTax(100) is to be 20: it returned 25');
  }, 60_000);

  it('is asked nothing again when its event is handled again, and the commit is the same', async () => {
    const author = await says(writes('price / 5'), runsTests, done);
    await work(author);
    const commit = git('rev-parse', branch());
    await agent(author).interrupted(spec).given(spec).thenPublishesNothing();
    expect(git('rev-parse', branch())).toBe(commit);
  }, 60_000);

  it('has written what passes its tests, also when it says nothing in the end', async () => {
    await work(await says(writes('price / 5'), runsTests, { text: '' }, { text: '' }, { text: '' }));
    expect(committed()).toContain(module('price / 5').trim());
    expect(git('log', '-1', '--format=%b', branch())).toContain(
      `asked ${NAME}: 1 run of its tests; the language model gave no answer that can be used, but what it wrote passes them`,
    );
  }, 60_000);

  it('sees no example that is held out', async () => {
    await work(await says(writes('price / 5'), calls('read_file', { path: 'src/sales-tax.test.js' }), done));
    const seen = JSON.stringify(server.requests().map(({ body }) => body));
    expect(seen).toContain('salesTax(100)');
    expect(seen).not.toContain('2000');
  }, 60_000);

  it.each<[string, ScriptLine, RegExp]>([
    ['call what is not in the list', calls('shell', { command: 'cat /etc/passwd' }), /shell/],
    ['read what is not there', calls('read_file', { path: '/etc/passwd' }), /there is no '\/etc\/passwd'/],
    ['write anywhere else', writes('price', '.github/workflows/ci.yml'), /only src\/sales-tax\.js can be written/],
    ['test what it has not written', runsTests, /there is nothing to test/],
  ])(
    'cannot %s, and is told so',
    async (_, line, told) => {
      await work(await says(line, writes('price / 5'), done));
      expect(JSON.stringify(toldAt(1))).toMatch(told);
      expect(git('diff', '--name-only', 'main', branch())).toBe(`${PATH}\nsrc/sales-tax.test.js`);
    },
    60_000,
  );

  it('is told what a review has found, and goes on from what it wrote', async () => {
    const mended = 'price < 1000 ? price / 5 : price * 0.15';
    const author = await says(writes('price / 5'), done, calls('read_file', { path: PATH }), writes(mended), done);
    await agent(author).given(spec).thenPublishesNothing();
    const review = deliver(reviewOf(git('rev-parse', branch())), { conversationId });
    await agent(author).interrupted(review).thenPublishesNothing();
    expect(committed()).toContain(mended);
    expect(toldAt(2)).toContain('salesTax(2000) should be 300, and it returned 400, not 300');
    expect(toldAt(3)).toBe(module('price / 5'));
  }, 60_000);
});

describe('a model that comes to no code', () => {
  it.each<[string, readonly ScriptLine[], string, readonly string[]]>([
    [
      'refuses',
      [writes('price / 4'), runsTests, { refusal: 'I will not.' }],
      'the language model refuses to write it',
      [
        `asked ${NAME}: 1 run of its tests`,
        'salesTax(100) is to be 20: it returned 25',
        'salesTax(50) is to be 10: it returned 12.5',
      ],
    ],
    [
      'answers with nothing, over and over',
      [{ text: ' ' }, { text: ' ' }, { text: ' ' }],
      'the language model gave no answer that can be used',
      [`asked ${NAME}: 0 runs of its tests`],
    ],
    [
      'writes nothing',
      [{ text: 'I cannot\nfind a rule.' }],
      'the language model wrote no module',
      [
        'asked openai-compatible:scripted with write-code@1: 1 request, 0 runs of its tests, 120 tokens',
        'it says: I cannot find a rule.',
      ],
    ],
    [
      'says it is done, and its tests fail',
      [writes('price / 4'), done],
      'what was written fails its own tests',
      [
        'asked openai-compatible:scripted with write-code@1: 2 requests, 0 runs of its tests, 240 tokens',
        'salesTax(100) is to be 20: it returned 25',
        'salesTax(50) is to be 10: it returned 12.5',
      ],
    ],
  ])(
    'is given up with what was tried when it %s',
    async (_, replies, reason, tried) => {
      await agent(await says(...replies))
        .when(spec)
        .thenPublishes(abandoned(reason, tried));
      expect(git('for-each-ref', 'refs/heads/feature')).toBe('');
    },
    60_000,
  );

  it('is given up when it never comes to an end', async () => {
    server = await startScriptedModel({ otherwise: () => ({ toolCalls: [{ name: 'list_files', arguments: {} }] }) });
    await agent(authorOf(server))
      .when(spec)
      .thenPublishes(
        abandoned('the language model gave no answer that can be used', [`asked ${NAME}: 0 runs of its tests`]),
      );
    expect(server.requests()).toHaveLength(24);
  }, 60_000);
});
