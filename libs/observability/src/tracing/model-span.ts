import { inSpan, type SpanAttributes, type Tracing } from './tracing.ts';

/** A question to a model, as a span names it. */
export interface ModelCall {
  /** What is asked of it, as OpenTelemetry names it. Default 'chat'. */
  readonly operation?: 'chat' | 'generate_content' | 'text_completion' | 'embeddings' | 'execute_tool';
  /** Who runs it: 'openai', 'anthropic', or 'troupe' for an engine of its own. */
  readonly provider: string;
  /** The model that is asked for. */
  readonly model: string;
  /** The conversation that it is asked in. */
  readonly conversationId?: string;
}

/** What is known of the answer, besides the answer itself. */
export interface ModelAnswer {
  /** Who answered, where that is not who was asked first. */
  readonly provider?: string;
  /** The model that answered, where that differs. */
  readonly model?: string;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  /** Why it ended: 'stop', 'length', 'tool_calls'. */
  readonly finishReason?: string;
}

/**
 * Asks a model inside a span with `gen_ai.*` attributes. Neither question nor answer gets into it. The function says what it
 * learnt of the answer by calling `answered`, also before it fails.
 */
export const withModelSpan = <Result>(
  tracing: Tracing | undefined,
  { operation = 'chat', provider, model, conversationId }: ModelCall,
  ask: (answered: (answer: ModelAnswer) => void) => Promise<Result>,
): Promise<Result> => {
  const span = tracing?.open(`${operation} ${model}`, {
    kind: 'client',
    attributes: {
      'gen_ai.operation.name': operation,
      'gen_ai.provider.name': provider,
      'gen_ai.request.model': model,
      'gen_ai.conversation.id': conversationId,
    },
  });
  return inSpan(span, () => ask((answer) => span?.set(attributesOf(answer))));
};

const attributesOf = ({ provider, model, inputTokens, outputTokens, finishReason }: ModelAnswer): SpanAttributes => ({
  ...(provider !== undefined && { 'gen_ai.provider.name': provider }),
  'gen_ai.response.model': model,
  'gen_ai.usage.input_tokens': inputTokens,
  'gen_ai.usage.output_tokens': outputTokens,
  'gen_ai.response.finish_reasons': finishReason === undefined ? undefined : [finishReason],
});
