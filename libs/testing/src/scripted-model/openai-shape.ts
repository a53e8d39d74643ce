import { textOf, usageOf, type ScriptedAnswer } from './scripted-reply.ts';

const finishOf = ({ cutOff, finish, toolCalls }: ScriptedAnswer): string => {
  if (cutOff === 'length') return 'length';
  return finish ?? (toolCalls === undefined ? 'stop' : 'tool_calls');
};

const usageFields = (answer: ScriptedAnswer): object => {
  const usage = usageOf(answer);
  if (usage === null) return {};
  const { input, output } = usage;
  return { usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output } };
};

const callsOf = ({ toolCalls }: ScriptedAnswer, turn: number) =>
  toolCalls?.map(({ name, arguments: given }, index) => ({
    id: `call_${turn}_${index}`,
    type: 'function',
    // A text is sent as it is, so that a script can have arguments that are no JSON.
    function: { name, arguments: typeof given === 'string' ? given : JSON.stringify(given) },
  }));

const head = (model: string, turn: number) => ({ id: `chatcmpl-${turn}`, created: 1_700_000_000, model });

/** An answer as `POST /chat/completions` gives it. */
export const completionOf = (answer: ScriptedAnswer, model: string, turn: number): object => ({
  ...head(model, turn),
  object: 'chat.completion',
  choices: [
    {
      index: 0,
      finish_reason: finishOf(answer),
      message: {
        role: 'assistant',
        content: textOf(answer),
        ...(answer.refusal !== undefined && { refusal: answer.refusal }),
        ...(answer.toolCalls && { tool_calls: callsOf(answer, turn) }),
      },
    },
  ],
  ...usageFields(answer),
});

const deltasOf = (answer: ScriptedAnswer, turn: number): readonly object[] => {
  const words = textOf(answer)?.match(/\S+\s*/g) ?? [];
  const calls = callsOf(answer, turn)?.map((call, index) => ({ tool_calls: [{ index, ...call }] })) ?? [];
  const refusal = answer.refusal === undefined ? [] : [{ refusal: answer.refusal }];
  return [{ role: 'assistant', content: '' }, ...words.map((content) => ({ content })), ...refusal, ...calls];
};

/** The same as a stream: what stands behind each `data:`, one word at a time. */
export const chunksOf = (answer: ScriptedAnswer, model: string, turn: number): readonly string[] => {
  const chunk = (choices: readonly object[], more: object = {}): string =>
    JSON.stringify({ ...head(model, turn), object: 'chat.completion.chunk', choices, ...more });
  const deltas = deltasOf(answer, turn).map((delta) => chunk([{ index: 0, delta, finish_reason: null }]));
  const last = chunk([{ index: 0, delta: {}, finish_reason: finishOf(answer) }]);
  return [...deltas, last, chunk([], usageFields(answer)), '[DONE]'];
};

/** An error in the form of this provider. */
export const openAiError = (status: number): object => ({
  error: { message: `scripted failure ${status}`, type: 'scripted', param: null, code: null },
});
