import type { AskContext, PaidAnswer } from '@troupe/agent-sdk';
import { askChain, mostOfChain, type Chain, type ChainAnswer } from '../calls/ask-chain.ts';
import type { ModelCall } from '../calls/model-call.ts';
import type { Redactor } from '../redaction/redactor.ts';
import type { AskingContext } from './question.ts';

/** What one request is asked with. */
export interface TurnContext extends AskingContext {
  readonly chain: Chain;
  readonly redactor: Redactor;
  /** Whether a tool is ours: others are called with placeholders for what is private. */
  readonly isOurs: (tool: string) => boolean;
}

const telling = ({ reply, by }: ChainAnswer, answered: AskContext['answered']): void =>
  answered({
    provider: by.slice(0, by.indexOf(':')),
    model: reply.model,
    finishReason: reply.finish,
    ...(reply.usage && { inputTokens: reply.usage.inputTokens, outputTokens: reply.usage.outputTokens }),
  });

/**
 * An answer with what was private put back, as it is recorded: another version of the prompt may number its placeholders
 * differently. What goes back to the model keeps them.
 */
const restored = (answer: ChainAnswer, { schema }: ModelCall, { redactor, isOurs }: TurnContext): ChainAnswer => {
  const { restore, restoreJson } = redactor;
  const { text, toolCalls } = answer.reply;
  const said = schema === undefined ? restore(text) : restoreJson(text);
  const calls = toolCalls.map((call) => (isOurs(call.name) ? restore(call) : call));
  return { ...answer, reply: { ...answer.reply, text: said, toolCalls: calls } };
};

/** One request as a recorded step: what it can cost at most is leased, and what it did cost is charged. */
export const askTurn = (step: string, call: ModelCall, context: TurnContext): Promise<ChainAnswer> => {
  const { chain, record, log } = context;
  const [{ endpoint }] = chain.links;
  const model = { provider: endpoint.provider, model: endpoint.model };
  const ask = async ({ idempotencyKey, signal, answered }: AskContext): Promise<PaidAnswer<ChainAnswer>> => {
    const startedMs = chain.timing.elapsed();
    const answer = await askChain(chain, call, { idempotencyKey, signal, log });
    telling(answer, answered);
    const ms = Math.round(chain.timing.elapsed() - startedMs);
    const { by, used, priced, reply } = answer;
    log.info({ step, model: by, ...used, priced, finish: reply.finish, ms }, 'a model answered');
    return { answer: restored(answer, call, context), used };
  };
  return record(step, { upTo: mostOfChain(chain, call), model }, ask);
};
