import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { SupportCritical, SupportRoutine } from '@troupe/contracts';
import { modelSettings, openModel, openPrompts } from '@troupe/models';
import { deliver, startScriptedModel, testAgent, type AgentScenario, type ScriptedModel, type ScriptLine } from '@troupe/testing'; // prettier-ignore
import { untaughtJudge } from '@troupe/triage';
import { randomUUID } from 'node:crypto';
import { runTriage } from './command/run-triage.ts';
import { conclude } from './conclude.ts';
import { judgeFrom } from './judging/judge-from.ts';
import { textOf, type TicketJudge } from './judging/ticket-judge.ts';
import { wordJudge } from './judging/word-judge.ts';
import { CONTENT, openTriage, ticket, UPSET, type TestTriage } from './tickets.fixture.ts';
import { triageAgent } from './triage.agent.ts';

let triage: TestTriage;
beforeAll(async () => {
  triage = await openTriage('triage-agent');
});
afterAll(() => triage.close());

const agent = (judge?: TicketJudge): AgentScenario =>
  testAgent(triageAgent(judge && { judge }), { database: triage.database });

const SEEDED = -0.5;

/** What the untaught judge says of a text, under a threshold. */
const said = async (text: string, threshold = SEEDED) => {
  const { data } = ticket(text);
  const words = wordJudge({ judge: untaughtJudge, isMeasured: false });
  // No step is recorded: nobody is asked.
  return conclude(await words.judge(data, undefined as never), threshold).data;
};

const command = async (...args: readonly string[]) => {
  const out: string[] = [];
  const env = { DATABASE_URL: triage.url };
  const code = await runTriage({ args, env, out: (line) => void out.push(line), err: (line) => void out.push(line) });
  return { code, said: out.join('\n') };
};

describe('ticket.opened', () => {
  it('is critical when its score is under the threshold, with what counted', async () => {
    const data = await said(UPSET);
    expect(data).toMatchObject({ calibration: 'ESTIMATED', topic: 'lost-property', decidedBy: 'offline-lexicon@1' });
    expect(data.reasons.map(({ text }) => text)).toContain('Worst');
    await agent().when(ticket(UPSET)).thenPublishes(SupportCritical(data));
  });

  it('is routine otherwise', async () =>
    agent()
      .when(ticket(CONTENT))
      .thenPublishes(SupportRoutine(await said(CONTENT))));

  it('is answered once when it comes twice, and once per conversation', async () => {
    const conversationId = randomUUID();
    const event = deliver(ticket(UPSET), { conversationId });
    const other = deliver(ticket(CONTENT), { conversationId });
    await agent()
      .when(event, event, other)
      .thenPublishes(SupportCritical(await said(UPSET)));
  });

  it('is judged by its subject, too', () => {
    const { data } = ticket('It is about order 7', { subject: 'Worst service ever, I want a refund' });
    expect(untaughtJudge(textOf(data)).negative).toBeGreaterThan(untaughtJudge(data.text).negative);
  });
});

describe('the threshold', () => {
  it('is changed while the agent runs, counts from the next ticket on, and is kept with who changed it and why', async () => {
    const mild = 'My order is late';
    const routine = await said(mild);
    expect(routine.score).toBeGreaterThan(SEEDED);
    expect(routine.score).toBeLessThan(0.9);
    await agent().when(ticket(mild)).thenPublishes(SupportRoutine(routine));
    expect(await command('threshold', '0.9', '--by', 'ada', '--reason', 'few of us today')).toMatchObject({ code: 0 });
    await agent()
      .when(ticket(mild))
      .thenPublishes(SupportCritical({ ...routine, threshold: 0.9 }));
    expect((await command('threshold', '-0.5', '--by', 'ada', '--reason', 'all back')).code).toBe(0);
    const { said: shown } = await command('threshold');
    expect(shown).toMatch(
      /^critical under -0\.5\n.* 0\.9 -> -0\.5 +ada +all back\n.* -0\.5 -> 0\.9 +ada +few of us today$/,
    );
  });

  it('is not changed to what is no score, or without a reason', async () => {
    expect(await command('threshold', '2', '--reason', 'x')).toMatchObject({ code: 2 });
    expect(await command('threshold', '0.1')).toMatchObject({ code: 2, said: expect.stringContaining('--reason is missing') }); // prettier-ignore
  });
});

describe('a language model', () => {
  let server: ScriptedModel;
  afterEach(() => server.close());

  const asking = async (...replies: readonly ScriptLine[]): Promise<AgentScenario> => {
    server = await startScriptedModel({ replies });
    const prompts = openPrompts(new URL('../prompts', import.meta.url));
    const model = openModel(modelSettings.parse(server.env).model);
    return agent(judgeFrom({ taught: undefined, model, prompts }));
  };

  it('judges where one is configured; of its reasons those are told that stand in the ticket', async () => {
    const json = { negative: 0.96, urgency: 'HIGH', topic: 'lost-property', reasons: ['lost my bag', 'made up'] };
    const data = {
      ...({ score: -0.92, confidence: 0.96, calibration: 'ESTIMATED', threshold: SEEDED } as const),
      ...({ urgency: 'HIGH', topic: 'lost-property' } as const),
      reasons: [{ cue: 'quote', text: 'lost my bag', weight: 0 }],
      decidedBy: 'openai-compatible:scripted (judge-ticket@1)',
    };
    await (await asking({ json })).when(ticket(UPSET)).thenPublishes(SupportCritical(data));
    const [instructions] = server.requests()[0]?.body.messages ?? [];
    expect(instructions?.content).not.toContain('lost my bag');
  });

  it('that refuses leaves the ticket to the words', async () => {
    const scenario = await asking({ refusal: 'I will not.' });
    await scenario.when(ticket(UPSET)).thenPublishes(SupportCritical(await said(UPSET)));
  });
});
