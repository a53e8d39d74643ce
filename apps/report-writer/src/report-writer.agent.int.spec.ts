import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { agentMigrations } from '@troupe/agent-sdk';
import { ReportPublished, ReportRequested } from '@troupe/contracts';
import { connectDatabase, migrate, type Database } from '@troupe/database';
import { modelSettings, openModel, openPrompts } from '@troupe/models';
import { deliver, isolated, startScriptedModel, testAgent, type IsolatedStack, type ScriptedModel, type ScriptLine } from '@troupe/testing'; // prettier-ignore
import { drawChart } from './chart/draw-chart.ts';
import { citationsOf } from './citations.ts';
import { renderReport } from './render-report.ts';
import { reportWriter } from './report-writer.agent.ts';
import { requested } from './reports.fixture.ts';
import { modelWriter } from './writing/model-writer.ts';
import { introduce } from './writing/template-writer.ts';
import type { Writer, Written } from './writing/writer.ts';

let place: IsolatedStack;
let database: Database<object>;
let server: ScriptedModel | undefined;

beforeAll(async () => {
  place = await isolated('report-writer');
  database = connectDatabase({ url: place.databaseUrl, schema: 'report_writer', applicationName: 'spec' });
  await migrate(database, agentMigrations(reportWriter()));
});
afterEach(async () => {
  await server?.close();
  server = undefined;
});
afterAll(async () => {
  await database.close();
  await place.drop();
});

const agent = (writer?: Writer) => testAgent(reportWriter(writer && { writer }), { database });
const asked = (id: string) => deliver(ReportRequested(requested()), { id, conversationId: id });

const modelThatSays = async (...replies: readonly ScriptLine[]): Promise<Writer> => {
  server = await startScriptedModel({ replies });
  const model = openModel(modelSettings.parse(server.env).model);
  if (model === undefined) throw new Error('no model is configured');
  return modelWriter({ model, prompts: openPrompts(new URL('../prompts', import.meta.url)) });
};

/** What is published of a request, as somebody wrote it. */
const published = (id: string, written?: Written) => {
  const data = requested();
  const facts = { data, cites: citationsOf(data, id) };
  const { title, decidedBy, ...text } = written ?? introduce(facts);
  const { market, from, until } = data;
  return ReportPublished({
    market,
    from,
    until,
    title,
    markdown: renderReport(facts, { title, decidedBy, ...text }),
    chart: drawChart(data),
    cites: ['event-AAPL', 'event-CRM', id],
    decidedBy,
  });
};

const BY = 'openai-compatible:scripted (write-report@1)';
const good = {
  title: 'AAPL moved, CRM followed',
  introduction: 'AAPL was 4 times the usual [1]. CRM came 1 h 30 min later [3].',
};
const invented = { ...good, introduction: 'AAPL was 40 times the usual [1], for its new watch.' };

describe('report.requested', () => {
  it('is answered with a report by template where there is no model, once', async () => {
    const event = asked('by-template');
    await agent().when(event, event).thenPublishes(published('by-template'));
  });

  it('is introduced by a model, which is asked once and told where its figures are not those of the facts', async () => {
    const event = asked('by-model');
    const writer = await modelThatSays({ json: invented }, { json: good });
    await agent(writer).interrupted(event).when(event, event).thenPublishes(published('by-model', { ...good, decidedBy: BY })); // prettier-ignore
    expect(JSON.stringify(server!.requests()[1]?.body.messages)).toContain('says 40, which the facts do not');
  });

  it.each<[string, readonly ScriptLine[]]>([
    ['refuses', [{ refusal: 'I will not.' }]],
    ['makes figures up, over and over', [{ json: invented }, { json: invented }, { json: invented }]],
  ])('is left to the template where the model %s', async (what, replies) => {
    await agent(await modelThatSays(...replies))
      .when(asked(what))
      .thenPublishes(published(what));
  });
});
