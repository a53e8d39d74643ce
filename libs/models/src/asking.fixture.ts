import { isDeepStrictEqual } from 'node:util';
import type { PaidAnswer, PaidStepOptions, Spending, Ask as AskStep } from '@troupe/agent-sdk';
import { pino } from 'pino';
import type { ScriptedModel } from '@troupe/testing';
import type { AskingContext } from './ask/question.ts';
import type { Asked } from './ask/question.ts';
import { openModel, type OpenModelOptions } from './open-model.ts';
import type { Model } from './model.ts';
import { modelSettings } from './settings/model-settings.ts';

/** One asking of a step, as an account would see it. */
export interface Charge {
  readonly step: string;
  readonly upTo: Partial<Spending> | undefined;
  readonly used: Partial<Spending> | undefined;
}

/** Records steps in memory, with the rules of the SDK: each name is asked once, and its answer is a copy by way of JSON. */
export interface StepTape {
  /** What one handling of the event is given. */
  handling(signal?: AbortSignal): AskingContext;
  readonly charges: readonly Charge[];
  /** Names of what is stored, in order. */
  steps(): readonly string[];
  /** What was logged, line by line. */
  lines(): readonly string[];
}

const usedBy = (error: unknown): Partial<Spending> | undefined =>
  typeof error === 'object' && error !== null && 'used' in error ? (error.used as Partial<Spending>) : undefined;

type RecordCall = readonly [Partial<PaidStepOptions>, AskStep<PaidAnswer<unknown>>];

/** The two ways to call `record`, as one. */
const callOf = (rest: readonly unknown[]): RecordCall => {
  const [first] = rest;
  // What is not a function with its options behind it is options with a function behind them.
  if (typeof first !== 'function') return rest as unknown as RecordCall;
  const run = first as AskStep<unknown>;
  return [{}, async (context) => ({ answer: await run(context), used: {} })];
};

/** Nothing is recorded at first. */
export const stepTape = (): StepTape => {
  const stored = new Map<string, string>();
  const charges: Charge[] = [];
  const lines: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
  const ask = async (
    step: string,
    options: Partial<PaidStepOptions>,
    run: AskStep<PaidAnswer<unknown>>,
    signal: AbortSignal,
  ) => {
    const known = stored.get(step);
    if (known !== undefined) return JSON.parse(known) as unknown;
    try {
      const { answer, used } = await run({ idempotencyKey: `key of ${step}`, signal, answered: () => undefined });
      const json = JSON.stringify(answer);
      if (!isDeepStrictEqual(JSON.parse(json), answer)) throw new Error(`JSON changes the answer of ${step}`);
      stored.set(step, json);
      charges.push({ step, upTo: options.upTo, used });
      return JSON.parse(json) as unknown;
    } catch (error) {
      charges.push({ step, upTo: options.upTo, used: usedBy(error) });
      throw error;
    }
  };
  return {
    handling: (signal = new AbortController().signal) => {
      const names = new Set<string>();
      const record = (step: string, ...rest: readonly unknown[]) => {
        if (names.has(step) || step.length > 100) throw new Error(`step '${step}' cannot be recorded`);
        names.add(step);
        const [options, run] = callOf(rest);
        return ask(step, options, run, signal);
      };
      // The two ways to call it are told apart above.
      return { record: record, log, signal };
    },
    charges,
    steps: () => [...stored.keys()],
    lines: () => lines,
  };
};

/** What every spec asks with. */
export const asked = (more: Partial<Asked> = {}): Asked => ({
  id: 'spec@1',
  hash: 'hash-of-spec',
  instructions: 'You answer.',
  text: 'What is it?',
  ...more,
});

/** Opens the model that the environment of a scripted server names. */
export const openScripted = (
  { env }: Pick<ScriptedModel, 'env'>,
  more: Readonly<Record<string, string>> = {},
  options: OpenModelOptions = {},
): Model => {
  const model = openModel(modelSettings.parse({ ...env, ...more }).model, options);
  if (model === undefined) throw new Error('The environment names no model');
  return model;
};
