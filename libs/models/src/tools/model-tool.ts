import type { JsonSchema, ParsedData } from '@troupe/contracts';
import { z } from 'zod';

/** What a tool is run with. */
export interface ToolContext {
  /** Aborted when the event is handed over or the agent stops. */
  readonly signal: AbortSignal;
  /** The same whenever this call is made again, for services that take one; absent for what is repeatable. */
  readonly idempotencyKey?: string;
}

/** Something that a model may call. */
export interface ModelTool {
  /** Letters, digits, underscore and hyphen. */
  readonly name: string;
  /** For the model: what it does, and when to use it. */
  readonly description: string;
  readonly inputSchema: JsonSchema;
  /**
   * True for what does the same when it is done again, and only here: writing a file of a checkout. It is run again when
   * the event is handled again. Default false: each call is a recorded step, done once.
   */
  readonly repeatable?: boolean;
  /** True for what says things that are not ours: the model gets them between fences. Default false. */
  readonly untrusted?: boolean;
  /** Reads what the model gave it, or says all that is wrong. Default: it takes what it is given. */
  parse?(input: unknown): ParsedData<unknown>;
  /** Does it. What it throws is told to the model. */
  run(input: unknown, context: ToolContext): unknown;
}

/** A tool whose input zod describes and checks. */
export const modelTool = <Input>(tool: {
  readonly name: string;
  readonly description: string;
  readonly input: z.ZodType<Input>;
  readonly repeatable?: boolean;
  readonly untrusted?: boolean;
  readonly run: (input: Input, context: ToolContext) => unknown;
}): ModelTool => {
  const { name, description, input, repeatable = false, untrusted = false, run } = tool;
  return {
    name,
    description,
    repeatable,
    untrusted,
    inputSchema: z.toJSONSchema(input),
    parse: (given) => {
      const read = input.safeParse(given);
      if (read.success) return { data: read.data };
      return { problems: read.error.issues.map(({ path, message }) => ({ field: path.join('.'), message })) };
    },
    // `parse` has made an Input of it.
    run: (given, context) => run(given as Input, context),
  };
};
