import type { FinishReason, LanguageModel, LanguageModelUsage, ModelMessage, OutputInterface } from 'ai';
import type { Usage } from '../accounting/cost.ts';
import { strictSchema } from '../ask/strict-schema.ts';
import { loadSdk } from './load-sdk.ts';
import type { Finish, ModelCall, ModelReply, ToolCall } from './model-call.ts';

/** How one request is sent. */
export interface SendOptions {
  readonly model: LanguageModel;
  readonly signal: AbortSignal;
  readonly headers: Readonly<Record<string, string>>;
}

/** What is taken over of an answer, streamed or not. */
interface Given {
  readonly text: string;
  readonly toolCalls: readonly {
    toolCallId: string;
    toolName: string;
    input: unknown;
    invalid?: boolean | undefined;
  }[];
  readonly messages: readonly ModelMessage[];
  readonly finish: FinishReason;
  readonly model: string;
  readonly usage: LanguageModelUsage;
}

/** Asks for JSON, and leaves it to us what is made of it: what does not fit is told to the model. */
const jsonOutput = ({
  name,
  jsonSchema,
}: NonNullable<ModelCall['schema']>): OutputInterface<string, string, never> => ({
  name: 'json',
  responseFormat: Promise.resolve({ type: 'json', name, schema: strictSchema(jsonSchema) ?? jsonSchema }),
  parseCompleteOutput: ({ text }) => Promise.resolve(text),
  parsePartialOutput: ({ text }) => Promise.resolve({ partial: text }),
  createElementStreamTransform: () => undefined,
});

const strictness = ({ schema }: ModelCall) => {
  const strictJsonSchema = schema !== undefined && strictSchema(schema.jsonSchema) !== undefined;
  return { openai: { strictJsonSchema }, openaiCompatible: { strictJsonSchema } };
};

const optionsOf = async (call: ModelCall, { model, signal, headers }: SendOptions) => {
  const { jsonSchema } = await loadSdk();
  const tools = call.tools.map(
    ({ name, description, inputSchema }) => [name, { description, inputSchema: jsonSchema(inputSchema) }] as const,
  );
  return {
    model,
    instructions: call.instructions,
    messages: [...call.messages],
    maxOutputTokens: call.maxOutputTokens,
    // Retries are ours: they know what a retry costs.
    maxRetries: 0,
    abortSignal: signal,
    headers: { ...headers },
    providerOptions: strictness(call),
    ...(call.temperature !== undefined && { temperature: call.temperature }),
    ...(tools.length > 0 && { tools: Object.fromEntries(tools) }),
    ...(call.schema && { output: jsonOutput(call.schema) }),
  };
};

const generateWhole = async (call: ModelCall, options: SendOptions): Promise<Given> => {
  const { generateText } = await loadSdk();
  const result = await generateText(await optionsOf(call, options));
  return {
    text: result.text,
    toolCalls: result.toolCalls,
    messages: result.responseMessages,
    finish: result.finishReason,
    model: result.finalStep.response.modelId,
    usage: result.usage,
  };
};

const generateStreamed = async (call: ModelCall, options: SendOptions): Promise<Given> => {
  const { streamText } = await loadSdk();
  // What goes wrong comes as a part of the stream; without this it is printed, too.
  const result = streamText({ ...(await optionsOf(call, options)), onError: () => undefined });
  for await (const part of result.stream) {
    if (part.type === 'text-delta') call.onText?.(part.text);
    if (part.type === 'error') throw part.error;
    if (part.type === 'abort') options.signal.throwIfAborted();
  }
  const { response } = await result.finalStep;
  return {
    text: await result.text,
    toolCalls: await result.toolCalls,
    messages: await result.responseMessages,
    finish: await result.finishReason,
    model: response.modelId,
    usage: await result.usage,
  };
};

const finishOf = ({ finish }: Given): Finish => {
  if (finish === 'interrupted') throw new Error('The answer broke off');
  return finish === 'error' ? 'other' : finish;
};

const usageOf = ({ inputTokens, outputTokens, inputTokenDetails }: LanguageModelUsage): Usage | undefined => {
  if (inputTokens === undefined || outputTokens === undefined) return undefined;
  const { cacheReadTokens = 0, cacheWriteTokens = 0 } = inputTokenDetails;
  return { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens };
};

const callsOf = (given: Given): readonly ToolCall[] =>
  given.toolCalls
    .filter(({ invalid }) => invalid !== true)
    .map(({ toolCallId: id, toolName: name, input }) => ({ id, name, input }));

/**
 * Sends one request, once.
 * @throws whatever the AI SDK throws: `providerFailure` reads it
 */
export const generate = async (call: ModelCall, options: SendOptions): Promise<ModelReply> => {
  const given = await (call.onText ? generateStreamed : generateWhole)(call, options);
  const usage = usageOf(given.usage);
  const reply: ModelReply = {
    text: given.text,
    toolCalls: callsOf(given),
    messages: given.messages,
    finish: finishOf(given),
    model: given.model,
    ...(usage && { usage }),
  };
  // Recorded as JSON: fields that are undefined, and whatever is no plain object, are gone before it is used.
  return JSON.parse(JSON.stringify(reply)) as ModelReply;
};
