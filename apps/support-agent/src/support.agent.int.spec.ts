import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { agentMigrations } from '@troupe/agent-sdk';
import { ReplyDrafted, SupportCritical, TicketOpened, type ReplyDraftedData } from '@troupe/contracts';
import { connectDatabase, migrate, type Database } from '@troupe/database';
import { createKnowledgeBase, passagesOf } from '@troupe/knowledge';
import { modelSettings, openModel, openPrompts } from '@troupe/models';
import { deliver, isolated, startScriptedModel, testAgent, type AgentScenario, type IsolatedStack, type ScriptedModel, type ScriptLine } from '@troupe/testing'; // prettier-ignore
import { randomUUID } from 'node:crypto';
import { draftReply } from './draft-reply.ts';
import { modelWriter } from './drafting/model-writer.ts';
import { quotingWriter } from './drafting/quoting-writer.ts';
import type { ReplyWriter } from './drafting/reply-writer.ts';
import { supportAgent } from './support.agent.ts';

const knowledge = createKnowledgeBase(
  passagesOf(
    'bags.md',
    '# Bags\n\n## Missing baggage\n\nReport missing baggage at the desk. Keep receipts.\n\n## Fees\n\nA bag costs 25.',
  ),
);

let place: IsolatedStack;
let database: Database<object>;
beforeAll(async () => {
  place = await isolated('support-agent');
  database = connectDatabase({ url: place.databaseUrl, schema: 'support_agent', applicationName: 'support-agent' });
  await migrate(database, agentMigrations(supportAgent({ knowledge })));
});
afterAll(async () => {
  await database.close();
  await place.drop();
});

const agent = (writer?: ReplyWriter): AgentScenario =>
  testAgent(supportAgent({ knowledge, ...(writer && { writer }) }), { database });

const ticket = (text: string) => TicketOpened({ customerId: 'customer-1', text });
const critical = SupportCritical({
  ...({ score: -0.9, confidence: 0.95, calibration: 'ESTIMATED', threshold: -0.5, urgency: 'HIGH' } as const),
  ...{ topic: 'lost-property', reasons: [], decidedBy: 'offline-lexicon@1' },
});

const both = (text: string) => {
  const conversationId = randomUUID();
  return [deliver(ticket(text), { conversationId }), deliver(critical, { conversationId })] as const;
};

const LOST = 'My baggage is missing, and nobody at the desk helps';

/** What is drafted where nobody is asked. */
const quoted = (text: string) =>
  draftReply(ticket(text).data, { knowledge, writer: quotingWriter }, undefined as never);

describe('support.critical', () => {
  it.each(['first', 'last'])('is answered with a draft and what it cites, also when it comes %s', async (which) => {
    const [opened, told] = both(LOST);
    await agent()
      .when(...(which === 'first' ? [told, opened] : [opened, told]))
      .thenPublishes(await quoted(LOST));
  });

  it('is answered with what was searched when nothing is known', async () => {
    const none = await quoted('The captain sang');
    expect(none.data).toMatchObject({ found: false, searched: 2 });
    await agent()
      .when(...both('The captain sang'))
      .thenPublishes(none);
  });

  it('is what a ticket waits for: one that is not critical gets no draft', async () => {
    const [opened] = both(LOST);
    await agent().when(opened).thenPublishesNothing();
  });
});

describe('a language model', () => {
  let server: ScriptedModel;
  afterEach(() => server.close());

  const asking = async (...replies: readonly ScriptLine[]): Promise<AgentScenario> => {
    server = await startScriptedModel({ replies });
    const prompts = openPrompts(new URL('../prompts', import.meta.url));
    const model = openModel(modelSettings.parse(server.env).model);
    if (model === undefined) throw new Error('the scripted model names itself in its environment');
    return agent(modelWriter({ model, prompts, otherwise: quotingWriter }));
  };

  const written = async (data: Partial<ReplyDraftedData>) => {
    const { data: by } = await quoted(LOST);
    return ReplyDrafted({ ...by, writtenBy: 'openai-compatible:scripted (draft-reply@1)', ...data });
  };

  it('writes from the passages alone, which it is shown as text from outside, beside the ticket', async () => {
    const reply = 'Please report it at the desk [1].';
    await (await asking({ json: { reply } })).when(...both(LOST)).thenPublishes(await written({ reply }));
    const [instructions, question] = server.requests()[0]?.body.messages ?? [];
    expect(instructions?.content).not.toContain('Keep receipts');
    expect(question?.content).toMatch(/<untrusted-\w+ name="ticket">\nMy baggage is missing[^]*name="passages">\n\[1\] Bags › Missing baggage\nReport/); // prettier-ignore
  });

  it('is told when a draft rests on no passage that there is', async () => {
    const reply = 'Report it at the desk [1].';
    const scenario = await asking({ json: { reply: 'We pay 500 [2].' } }, { json: { reply } });
    await scenario.when(...both(LOST)).thenPublishes(await written({ reply }));
    expect(server.requests()).toHaveLength(2);
  });

  it('may say that the passages do not answer the ticket', async () => {
    const none = await written({ found: false, reply: null, citations: [], reason: 'the passages that were found do not answer the ticket' }); // prettier-ignore
    await (await asking({ json: { reply: null } })).when(...both(LOST)).thenPublishes(none);
  });

  it('that refuses leaves the ticket to quotations', async () => {
    await (await asking({ refusal: 'I will not.' })).when(...both(LOST)).thenPublishes(await quoted(LOST));
  });
});
