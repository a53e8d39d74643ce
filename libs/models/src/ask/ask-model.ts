import type { Spending } from '@troupe/agent-sdk';
import type { FieldProblem, ParsedData } from '@troupe/contracts';
import type { ModelMessage } from 'ai';
import { plus } from '../accounting/cost.ts';
import type { Chain } from '../calls/ask-chain.ts';
import type { ModelCall, ModelReply } from '../calls/model-call.ts';
import { callTools } from '../tools/call-tools.ts';
import { answerSchemaOf, type AnswerSchema } from './answer-schema.ts';
import { answerRefused, answerUnusable } from './answer-errors.ts';
import { readJson } from './read-json.ts';
import { askTurn } from './ask-turn.ts';
import type { Answer, AskingContext, DataQuestion, Question } from './question.ts';

/** How a model is asked where the question does not say. */
export interface AskingDefaults {
  readonly chain: Chain;
  readonly maxOutputTokens: number;
  /** Whether the schema goes into the instructions: for servers that take none. */
  readonly schemaInText: boolean;
}

const MOST_TURNS = 12;
const REPAIRS = 2;

/** What every request of a question has in common. */
const callOf = (question: Question, schema: AnswerSchema<unknown> | undefined, defaults: AskingDefaults) => {
  const { prompt, tools = [], onText } = question;
  const { maxOutputTokens = defaults.maxOutputTokens, temperature } = prompt;
  const inText = schema !== undefined && defaults.schemaInText;
  const told = inText ? `\n\nAnswer with JSON that fits this schema:\n${JSON.stringify(schema.jsonSchema)}` : '';
  return {
    instructions: prompt.instructions + told,
    tools: tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema })),
    maxOutputTokens,
    ...(temperature !== undefined && { temperature }),
    ...(schema && { schema: { name: schema.name, jsonSchema: schema.jsonSchema } }),
    ...(onText && { onText }),
  } satisfies Omit<ModelCall, 'messages'>;
};

const user = (content: string): ModelMessage => ({ role: 'user', content });

/** What the model is told of an answer that does not fit. */
const repairOf = (problems: readonly FieldProblem[]): ModelMessage => {
  const told = problems.map(({ field, message }) => `- ${field === '' ? 'the answer' : field}: ${message}`);
  return user(`That cannot be used:\n${told.join('\n')}\nAnswer again, with the whole answer corrected.`);
};

const parse = (schema: AnswerSchema<unknown> | undefined, { text }: ModelReply): ParsedData<unknown> => {
  if (schema === undefined)
    return text.trim() === '' ? { problems: [{ field: '', message: 'is empty' }] } : { data: text };
  const json = readJson(text);
  return json.problems === undefined ? schema.parse(json.data) : json;
};

/** What the requests of one question came to so far. */
interface Tally {
  readonly used: Spending;
  readonly priced: boolean;
}

/**
 * Asks until there is an answer that fits: what a model wants called is called, and what does not fit is given back to it.
 * Each request and each call of a tool is a recorded step, so that whoever handles the event again goes the same way.
 */
export const askModel = async <Data>(
  question: Question | DataQuestion<Data>,
  context: AskingContext,
  defaults: AskingDefaults,
): Promise<Answer<unknown>> => {
  const { step, prompt, tools = [], mostTurns = MOST_TURNS, repairs = REPAIRS } = question;
  const schema = 'schema' in question ? answerSchemaOf(question.schema) : undefined;
  const call = callOf(question, schema, defaults);
  const messages: ModelMessage[] = [user(prompt.text)];
  let tally: Tally = { used: { tokens: 0, moneyMicros: 0 }, priced: true };
  let repaired = 0;
  for (let turn = 1; turn <= mostTurns; turn += 1) {
    const name = turn === 1 ? step : `${step} ${turn}`;
    const { reply, by, used, priced } = await askTurn(
      name,
      { ...call, messages },
      { ...context, chain: defaults.chain },
    );
    tally = { used: plus(tally.used, used), priced: tally.priced && priced };
    if (reply.finish === 'content-filter') throw answerRefused(question, by);
    if (reply.finish === 'length') throw answerUnusable(question, { by, why: 'cut-off', limit: call.maxOutputTokens });
    messages.push(...reply.messages);
    if (reply.finish === 'tool-calls') {
      messages.push(...(await callTools(reply.toolCalls, { step: name, tools, context })));
      continue;
    }
    const { data, problems } = parse(schema, reply);
    if (problems === undefined) return { data, by, prompt: prompt.id, hash: prompt.hash, ...tally, turns: turn };
    repaired += 1;
    if (repaired > repairs) throw answerUnusable(question, { by, why: 'schema', problems });
    messages.push(repairOf(problems));
  }
  throw answerUnusable(question, { by: defaults.chain.links[0].name, why: 'turns', limit: mostTurns });
};
