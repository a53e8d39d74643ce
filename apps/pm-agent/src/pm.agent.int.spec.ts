import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  FeatureRequested,
  SpecAnswered,
  SpecRejected,
  SpecValidated,
  type SpecQuestion,
  type SpecValidatedData,
} from '@troupe/contracts';
import { deliver, testAgent } from '@troupe/testing';
import { randomUUID } from 'node:crypto';
import { openFeatures, type TestFeatures } from './features.fixture.ts';
import { pmAgent } from './pm.agent.ts';
import { question } from './reading/doubts/question.ts';
import { questionsAbout } from './reading/read.fixture.ts';
import { CONTRADICTION, request, TAX_FEATURE, taxSpecData } from './requests.fixture.ts';

let features: TestFeatures;

beforeAll(async () => {
  features = await openFeatures('pm-agent');
});
afterAll(() => features.close());

const agent = () => testAgent(pmAgent(), { database: features.database });
const decidedBy = 'offline-gherkin@2';

const validated = (changes: Partial<SpecValidatedData> = {}) => SpecValidated(taxSpecData(changes));

const [contradiction] = questionsAbout(CONTRADICTION);
const rejected = SpecRejected({ questions: questionsAbout(CONTRADICTION), decidedBy });
const rejectedWith = (changes: Partial<SpecQuestion>, ...more: readonly SpecQuestion[]) =>
  SpecRejected({ questions: [{ ...contradiction!, ...changes }, ...more], decidedBy });
const unasked = (id: string): SpecQuestion =>
  question('answer-unasked', {
    ask: `Nobody asked "${id}": what was answered to that is left out. Answer by the ids of the other questions here.`,
  });
const answerOf = (answer: string) => SpecAnswered({ answers: [{ question: contradiction!.id, answer }] });

describe('feature.requested', () => {
  it('is validated when it can be built and tested', () =>
    agent().when(FeatureRequested(request())).thenPublishes(validated()));

  it('is rejected with questions when it cannot', () =>
    agent()
      .when(FeatureRequested(request({ feature: CONTRADICTION })))
      .thenPublishes(rejected));

  it('is answered once when it comes twice, and once per conversation', () => {
    const conversationId = randomUUID();
    const event = deliver(FeatureRequested(request()), { conversationId });
    const other = deliver(FeatureRequested(request({ title: 'Another' })), { conversationId });
    return agent().when(event, event, other).thenPublishes(validated());
  });
});

describe('spec.answered', () => {
  it('settles what was asked, as the next revision', () =>
    agent()
      .given(FeatureRequested(request({ feature: CONTRADICTION })))
      .when(answerOf('20'))
      .thenPublishes(validated({ revision: 2 })));

  it('is asked again when it is none of the choices, and told so', () =>
    agent()
      .given(FeatureRequested(request({ feature: CONTRADICTION })))
      .when(answerOf('whatever you like'), SpecAnswered({ feature: TAX_FEATURE }))
      .thenPublishes(
        rejectedWith({ question: `The answer "whatever you like" does not settle this. ${contradiction!.question}` }),
        validated({ revision: 3 }),
      ));

  it('to what nobody asked is left out, and told so', () =>
    agent()
      .given(FeatureRequested(request({ feature: CONTRADICTION })))
      .when(SpecAnswered({ answers: [{ question: 'no-such', answer: '20' }] }), answerOf('20'))
      .thenPublishes(rejectedWith({}, unasked('no-such')), validated({ revision: 3 })));

  it('brings a feature to what was prose', () =>
    agent()
      .given(FeatureRequested(request({ feature: null, prose: 'I want a tax' })))
      .when(SpecAnswered({ feature: TAX_FEATURE }))
      .thenPublishes(validated({ revision: 2 })));

  it('changes nothing once the feature is validated', async () => {
    const conversationId = randomUUID();
    const requested = deliver(FeatureRequested(request()), { conversationId });
    const late = deliver(SpecAnswered({ feature: CONTRADICTION }), { conversationId });
    await agent().given(requested).when(late).thenPublishesNothing();
    expect(await features.revisionOf(conversationId)).toEqual({ revision: 1, validated: true });
  });

  it('is given up where no feature was ever asked for', () =>
    agent().when(answerOf('20')).thenDeadLetters('STATE_GONE'));
});
