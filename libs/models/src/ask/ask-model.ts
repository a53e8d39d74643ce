import { NOTHING, type Spending } from '@troupe/agent-sdk';
import type { FieldProblem } from '@troupe/contracts';
import type { ModelMessage } from 'ai';
import { plus } from '../accounting/cost.ts';
import type { Chain, ChainAnswer } from '../calls/ask-chain.ts';
import type { ModelCall } from '../calls/model-call.ts';
import { fenceNote, randomNonce } from '../prompts/fence.ts';
import { createRedactor, type Redactor } from '../redaction/redactor.ts';
import { callTools } from '../tools/call-tools.ts';
import { answerRefused, answerUnusable } from './answer-errors.ts';
import { answerSchemaOf, type AnswerSchema } from './answer-schema.ts';
import { askTurn } from './ask-turn.ts';
import type { Answer, AskingContext, DataQuestion, Question } from './question.ts';
import { readAnswer } from './read-answer.ts';

/** How a model is asked where the question does not say. */
export interface AskingDefaults {
  readonly chain: Chain;
  readonly maxOutputTokens: number;
  /** Whether the schema goes into the instructions: for servers that take none. */
  readonly schemaInText: boolean;
}

const MOST_TURNS = 12;
const REPAIRS = 2;

/** One question, with all that its requests have in common. */
interface Talk {
  readonly question: Question;
  readonly context: AskingContext;
  readonly schema: AnswerSchema<unknown> | undefined;
  readonly redactor: Redactor;
  /** Marks what tools say that is not ours. */
  readonly nonce: string;
  readonly call: Omit<ModelCall, 'messages'>;
}

const instructionsOf = (talk: Omit<Talk, 'call' | 'context'>, { schemaInText }: AskingDefaults): string => {
  const { question, schema, redactor, nonce } = talk;
  const isFenced = question.tools?.some(({ untrusted }) => untrusted === true) === true;
  return [
    redactor.hide(question.prompt.instructions),
    ...(isFenced ? [fenceNote(nonce)] : []),
    ...(schema && schemaInText
      ? [`Answer with JSON that fits this schema:\n${JSON.stringify(schema.jsonSchema)}`]
      : []),
  ].join('\n\n');
};

const talkOf = (question: Question | DataQuestion<unknown>, context: AskingContext, defaults: AskingDefaults): Talk => {
  const { prompt, tools = [], onText } = question;
  const { maxOutputTokens = defaults.maxOutputTokens, temperature } = prompt;
  const schema = 'schema' in question ? answerSchemaOf(question.schema) : undefined;
  const talk = { question, context, schema, redactor: createRedactor(), nonce: randomNonce() };
  const call = {
    instructions: instructionsOf(talk, defaults),
    tools: tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema })),
    maxOutputTokens,
    ...(temperature !== undefined && { temperature }),
    ...(schema && { schema: { name: schema.name, jsonSchema: schema.jsonSchema } }),
    ...(onText && { onText }),
  };
  return { ...talk, call };
};

const user = (content: string): ModelMessage => ({ role: 'user', content });

/** What the model is told of an answer that does not fit. */
const repairOf = (problems: readonly FieldProblem[], { hide }: Redactor): ModelMessage => {
  const told = problems.map(({ field, message }) => `- ${field === '' ? 'the answer' : field}: ${message}`);
  return user(hide(`That cannot be used:\n${told.join('\n')}\nAnswer again, with the whole answer corrected.`));
};

/** What follows from a reply: it is the answer, or the model is told something more. */
type Next =
  | { readonly data: unknown }
  | { readonly problems: readonly FieldProblem[]; readonly messages: readonly ModelMessage[] }
  | { readonly messages: readonly ModelMessage[] };

const nextOf = async (step: string, { reply, by }: ChainAnswer, talk: Talk): Promise<Next> => {
  const { question, call, redactor, schema, context, nonce } = talk;
  const { tools = [] } = question;
  if (reply.finish === 'content-filter') throw answerRefused(question, by);
  if (reply.finish === 'length') throw answerUnusable(question, { by, why: 'cut-off', limit: call.maxOutputTokens });
  // Some servers end an answer with calls like any other.
  if (reply.finish === 'tool-calls' || reply.toolCalls.length > 0)
    return { messages: await callTools(reply.toolCalls, { step, tools, context, redactor, nonce }) };
  const { data, problems } = readAnswer(reply.text, schema);
  return problems === undefined ? { data } : { problems, messages: [repairOf(problems, redactor)] };
};

/** What the requests of one question came to so far. */
interface Tally {
  readonly used: Spending;
  readonly priced: boolean;
}

const addTo = ({ used, priced }: Tally, answer: ChainAnswer): Tally => ({
  used: plus(used, answer.used),
  priced: priced && answer.priced,
});

/**
 * Asks until there is an answer that fits: what a model wants called is called, and what does not fit is given back to it.
 * Each request and each call of a tool is a recorded step, so that whoever handles the event again goes the same way.
 */
export const askModel = async (
  question: Question | DataQuestion<unknown>,
  context: AskingContext,
  defaults: AskingDefaults,
): Promise<Answer<unknown>> => {
  const { prompt, mostTurns = MOST_TURNS, repairs = REPAIRS } = question;
  const { chain } = defaults;
  const talk = talkOf(question, context, defaults);
  const { redactor } = talk;
  const isOurs = (tool: string) =>
    question.tools?.some(({ name, untrusted }) => name === tool && untrusted !== true) === true;
  const messages = [user(redactor.hide(prompt.text))];
  let tally: Tally = { used: NOTHING, priced: true };
  let repaired = 0;
  for (let turn = 1; turn <= mostTurns; turn += 1) {
    const step = turn === 1 ? question.step : `${question.step} ${turn}`;
    const answer = await askTurn(step, { ...talk.call, messages }, { ...context, chain, redactor, isOurs });
    tally = addTo(tally, answer);
    const next = await nextOf(step, answer, talk);
    const { by, reply } = answer;
    if ('data' in next) return { data: next.data, by, prompt: prompt.id, hash: prompt.hash, ...tally, turns: turn };
    if ('problems' in next && (repaired += 1) > repairs)
      throw answerUnusable(question, { by, why: 'schema', problems: next.problems, schema: talk.schema });
    messages.push(...reply.messages, ...next.messages);
  }
  throw answerUnusable(question, { by: chain.links[0].name, why: 'turns', limit: mostTurns });
};
