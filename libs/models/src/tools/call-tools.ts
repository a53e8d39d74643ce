import { TroupeError } from '@troupe/contracts';
import type { ModelMessage } from 'ai';
import type { AskingContext } from '../ask/question.ts';
import type { ToolCall } from '../calls/model-call.ts';
import { fence } from '../prompts/fence.ts';
import type { Redactor } from '../redaction/redactor.ts';
import type { ModelTool, ToolContext } from './model-tool.ts';

/** Longer results are cut, so that one call does not fill the model's window. */
const LONGEST_RESULT = 20_000;

/** What a call came to, as the model is told. */
type ToolResult = { readonly value: string } | { readonly error: string };

const cut = (text: string): string =>
  text.length <= LONGEST_RESULT ? text : `${text.slice(0, LONGEST_RESULT)}\n… cut: ${text.length} characters in all`;

const textOf = (result: unknown): string => cut(typeof result === 'string' ? result : JSON.stringify(result ?? 'done'));

/** Handing over, and waiting for what is away, are not the model's business. */
const isForDelivery = (error: unknown, signal: AbortSignal): boolean =>
  signal.aborted || (TroupeError.is(error) && error.retryable);

const run = async (tool: ModelTool, input: unknown, context: ToolContext): Promise<ToolResult> => {
  const { data, problems } = tool.parse?.(input) ?? { data: input };
  if (problems !== undefined) {
    const wrong = problems.map(({ field, message }) => `${field === '' ? 'input' : field}: ${message}`);
    return { error: `not called: ${wrong.join('; ')}` };
  }
  try {
    return { value: textOf(await tool.run(data, context)) };
  } catch (error) {
    if (isForDelivery(error, context.signal)) throw error;
    return { error: cut(error instanceof Error ? error.message : String(error)) };
  }
};

/** What calls of tools are done with. */
export interface CallingContext {
  /** The step of the request that wants them. */
  readonly step: string;
  /** All that may be called. */
  readonly tools: readonly ModelTool[];
  readonly context: AskingContext;
  /** What tools say may be private again. */
  readonly redactor: Redactor;
  /** Marks what untrusted tools say. */
  readonly nonce: string;
}

const call = async (wanted: ToolCall, step: string, { tools, context }: CallingContext) => {
  const tool = tools.find(({ name }) => name === wanted.name);
  if (tool === undefined) return { error: `there is no tool '${wanted.name}' here` };
  const { input } = wanted;
  return tool.repeatable === true
    ? run(tool, input, { signal: context.signal })
    : context.record(`${step} ${wanted.name}`, ({ signal, idempotencyKey }) =>
        run(tool, input, { signal, idempotencyKey }),
      );
};

/** What a tool says as the model gets it: without what is private, and between fences where it is not ours. */
const told = (name: string, said: string, { tools, redactor, nonce }: CallingContext): string => {
  const hidden = redactor.hide(said);
  const isOurs = tools.find((tool) => tool.name === name)?.untrusted !== true;
  return isOurs ? hidden : fence(name, hidden, nonce);
};

const messageOf = ({ id, name }: ToolCall, result: ToolResult, calling: CallingContext): ModelMessage => ({
  role: 'tool',
  content: [
    {
      type: 'tool-result',
      toolCallId: id,
      toolName: name,
      output:
        'value' in result
          ? { type: 'text', value: told(name, result.value, calling) }
          : { type: 'error-text', value: told(name, result.error, calling) },
    },
  ],
});

/** Does what a model wants done, one call after the other, and says what came of each. */
export const callTools = async (
  wanted: readonly ToolCall[],
  calling: CallingContext,
): Promise<readonly ModelMessage[]> => {
  const messages: ModelMessage[] = [];
  for (const [index, each] of wanted.entries()) {
    const result = await call(each, `${calling.step}.${index + 1}`, calling);
    messages.push(messageOf(each, result, calling));
  }
  return messages;
};
