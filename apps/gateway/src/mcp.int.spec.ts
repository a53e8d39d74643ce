import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readMcpServers, toolsOfMcpServers, type McpTools } from '@troupe/models';
import { eventually, isolated, type IsolatedStack } from '@troupe/testing';
import { FEATURE, gatewayUnderTest, ORDER, playedLedger, playedPublisher, type GatewayUnderTest } from './gateway.fixture.ts'; // prettier-ignore

const run = promisify(execFile);
const MAIN = join(import.meta.dirname, '../../../libs/models/src/mcp/mcp-main.ts');

let place: IsolatedStack;
let gateway: GatewayUnderTest;
let url: string;
const ledger = playedLedger();
const { publisher, published } = playedPublisher();
beforeAll(async () => {
  place = await isolated('gateway-mcp');
  gateway = await gatewayUnderTest({ url: place.databaseUrl, ledger, publisher });
  url = await gateway.app.listen({ port: 0, host: '127.0.0.1' });
}, 60_000);
afterAll(async () => {
  await gateway.close();
  await place.drop();
}, 60_000);

const opened: McpTools[] = [];
afterEach(async () => {
  for (const tools of opened.splice(0)) await tools.close();
});

/** The tools as another program gets them: from a process that it starts. */
const open = async (allow: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<McpTools> => {
  const troupe = { command: process.execPath, args: [MAIN], env: { GATEWAY_URL: url, ...env }, allow };
  const tools = await toolsOfMcpServers(readMcpServers({ servers: { troupe } }));
  opened.push(tools);
  return tools;
};
const call = async ({ tools }: McpTools, name: string, input: unknown): Promise<unknown> => {
  const tool = tools.find((each) => each.name === `troupe_${name}`);
  return JSON.parse(String(await tool?.run(input, { signal: new AbortController().signal })));
};
/** What the request began, as soon as its event is on its way. */
const begun = async (type: string, before: number): Promise<string> =>
  eventually(() => {
    const record = published.slice(before).find(({ topic }) => topic === type);
    if (record?.key === undefined) throw new Error(`no ${type} yet`);
    return record.key;
  });

describe('agents as tools', () => {
  it('are described as the gateway describes what it takes', async () => {
    const { tools } = await open(['place_an_order', 'ask_for_a_feature', 'answer_the_questions_of_a_rejected_spec']);
    expect(tools.map(({ inputSchema }) => inputSchema['required'])).toEqual([
      ['customerId', 'placedAt', 'country', 'currency', 'totalMinor', 'lines'],
      ['workspace', 'title'],
      expect.arrayContaining(['conversationId']),
    ]);
  }, 60_000);

  it('begin a conversation, wait until it is resolved, and answer with its course', async () => {
    const before = published.length;
    const answer = call(await open(['place_an_order']), 'place_an_order', ORDER);
    const conversationId = await begun('transaction.created', before);
    ledger.append(conversationId, 'transaction.created', 'order.verified', 'order.confirmed');
    expect(await answer).toMatchObject({
      conversationId,
      status: 'confirmed',
      events: [{ type: 'transaction.created' }, { type: 'order.verified' }, { type: 'order.confirmed' }],
    });
  }, 60_000);

  it('say how far it came when nobody waits any longer', async () => {
    const before = published.length;
    const tools = await open(['ask_for_a_feature'], { MCP_WAIT: '300ms' });
    expect(await call(tools, 'ask_for_a_feature', FEATURE)).toMatchObject({ resolvedAt: null });
    expect(published.slice(before).map(({ topic }) => topic)).toEqual(['feature.requested']);
  }, 60_000);

  it('name the gateway that cannot be reached', async () => {
    const { stderr } = await run(process.execPath, [MAIN], { env: { GATEWAY_URL: 'http://127.0.0.1:9' } }).catch(
      // What execFile rejects with has what the process said.
      (error: unknown) => error as { readonly stderr: string },
    );
    expect(stderr).toContain('No gateway answers at http://127.0.0.1:9');
  }, 60_000);

  it('refuse what the gateway refuses, field by field', async () => {
    const tools = await open(['place_an_order']);
    await expect(call(tools, 'place_an_order', { ...ORDER, totalMinor: 'much' })).rejects.toThrow(/totalMinor/);
  }, 60_000);

  it('are only those that MCP_TOOLS names', async () => {
    await expect(open(['place_an_order'], { MCP_TOOLS: 'ask_for_a_feature' })).rejects.toThrow(
      /offers no tool 'place_an_order': it has ask_for_a_feature/,
    );
  }, 60_000);
});
