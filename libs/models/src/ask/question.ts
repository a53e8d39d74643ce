import type { PrepareContext } from '@troupe/agent-sdk';
import type { Spending } from '@troupe/agent-sdk';
import type { ModelTool } from '../tools/model-tool.ts';
import type { Answerable } from './answer-schema.ts';

/** What a model is told and asked, ready to be sent. */
export interface Asked {
  /** Which prompt, and which version of it: `write-feature@3`. */
  readonly id: string;
  /** Identifies what was asked, word for word. */
  readonly hash: string;
  readonly instructions: string;
  readonly text: string;
  /** Tokens of one answer at most. Default: LLM_MAX_OUTPUT_TOKENS. */
  readonly maxOutputTokens?: number;
  /** Default: the model's own. */
  readonly temperature?: number;
}

/** What is asked, and how the answer has to look. */
export interface Question {
  /** The step's name: unique within the event, 1 to 90 characters. */
  readonly step: string;
  readonly prompt: Asked;
  /** What the model may call meanwhile; nothing else. */
  readonly tools?: readonly ModelTool[];
  /** Requests for this question at most, those after a call of a tool and repairs included. Default 12. */
  readonly mostTurns?: number;
  /** How often the model is told what is wrong with its answer. Default 2. */
  readonly repairs?: number;
  /** Given the next words of answers as they come, for `emit`; nothing may depend on it. */
  readonly onText?: (text: string) => void;
}

/** A question whose answer is data. */
export interface DataQuestion<Data> extends Question {
  /** What the answer has to be: an event creator stands for the schema of its data. */
  readonly schema: Answerable<Data>;
}

/** What was answered, by whom, and what it came to. */
export interface Answer<Data> {
  readonly data: Data;
  /** `provider:model` of whoever gave the last answer: for `decidedBy`. */
  readonly by: string;
  /** Prompt and version. */
  readonly prompt: string;
  readonly hash: string;
  /** Of all requests together. */
  readonly used: Spending;
  /** False when the money of some of it is not known: its model is not in the table of prices. */
  readonly priced: boolean;
  readonly turns: number;
}

/** What asking needs of `prepare`. */
export type AskingContext = Pick<PrepareContext, 'record' | 'log' | 'signal'>;

/** Asks models. */
export interface Ask {
  /**
   * Asks, each request a recorded step that the conversation pays for, and checks the answer.
   * @throws ModelError MODEL_CALL_REJECTED · MODEL_FAILED · MODEL_REFUSED · MODEL_ANSWER_INVALID · TroupeError
   * DEPENDENCY_UNAVAILABLE · DEPENDENCY_BUSY · whatever `record` throws, such as BUDGET_EXHAUSTED
   */
  <Data>(question: DataQuestion<Data>, context: AskingContext): Promise<Answer<Data>>;
  (question: Question, context: AskingContext): Promise<Answer<string>>;
}
