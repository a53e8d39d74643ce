import { textOf, usageOf, type ScriptedAnswer } from './scripted-reply.ts';

const stopOf = ({ cutOff, toolCalls, refusal }: ScriptedAnswer): string => {
  if (refusal !== undefined) return 'refusal';
  if (cutOff === 'length') return 'max_tokens';
  return toolCalls === undefined ? 'end_turn' : 'tool_use';
};

/** An answer as `POST /messages` of Anthropic gives it. */
export const messageOf = (answer: ScriptedAnswer, model: string, turn: number): object => {
  const text = answer.refusal ?? textOf(answer);
  const { input, output } = usageOf(answer) ?? { input: 0, output: 0 };
  const calls = answer.toolCalls?.map(({ name, arguments: given }, index) => ({
    type: 'tool_use',
    id: `toolu_${turn}_${index}`,
    name,
    input: given,
  }));
  return {
    type: 'message',
    id: `msg_${turn}`,
    role: 'assistant',
    model,
    content: [...(text === null ? [] : [{ type: 'text', text }]), ...(calls ?? [])],
    stop_reason: stopOf(answer),
    stop_sequence: null,
    usage: { input_tokens: input, output_tokens: output },
  };
};

/** An error in the form of this provider. */
export const anthropicError = (status: number): object => ({
  type: 'error',
  error: { type: 'scripted_error', message: `scripted failure ${status}` },
});
