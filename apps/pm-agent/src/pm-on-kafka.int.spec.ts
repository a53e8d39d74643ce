import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FeatureRequested, SpecAnswered, type Draft } from '@troupe/contracts';
import { eventually, openAgentPlace, type AgentPlace, type EventLog } from '@troupe/testing';
import { randomUUID } from 'node:crypto';
import { migrations } from './migrations.ts';
import { pmAgent } from './pm.agent.ts';
import { questionsAbout } from './reading/read.fixture.ts';
import { CONTRADICTION, request } from './requests.fixture.ts';

let opened: AgentPlace;
let log: EventLog;

beforeAll(async () => {
  opened = await openAgentPlace(pmAgent(), { migrations });
  ({ log } = opened);
}, 60_000);

afterAll(async () => {
  await opened.close();
}, 60_000);

const say = async (draft: Draft, conversationId: string) => {
  const answers = log.concluded(conversationId).length;
  const { envelope } = await log.publish(draft, { conversationId });
  await eventually(() => expect(log.concluded(conversationId)).toHaveLength(answers + 1));
  return { causationId: envelope.id, answer: log.concluded(conversationId).at(-1) };
};

describe('a feature', () => {
  it('is rejected, answered about and validated in one conversation', async () => {
    const conversationId = randomUUID();
    const asked = await say(FeatureRequested(request({ feature: CONTRADICTION })), conversationId);
    expect(asked.answer).toMatchObject({
      type: 'spec.rejected',
      data: { questions: [{ rule: 'examples-contradict', choices: ['20', '21'] }] },
      envelope: { source: 'pm-agent', causationId: asked.causationId },
    });
    const answers = questionsAbout(CONTRADICTION).map(({ id }) => ({ question: id, answer: '21' }));
    const settled = await say(SpecAnswered({ answers }), conversationId);
    expect(settled.answer).toMatchObject({
      type: 'spec.validated',
      data: { revision: 2, examples: [{ expected: '10' }, { expected: '21' }], decidedBy: 'offline-gherkin@2' },
      envelope: { source: 'pm-agent', causationId: settled.causationId },
    });
  });
});
