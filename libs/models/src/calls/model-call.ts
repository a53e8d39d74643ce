import type { JsonSchema } from '@troupe/contracts';
import type { ModelMessage } from 'ai';
import type { Usage } from '../accounting/cost.ts';

/** A tool as a model sees it. */
export interface ToolDescription {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonSchema;
}

/** One request to a model. */
export interface ModelCall {
  readonly instructions: string;
  readonly messages: readonly ModelMessage[];
  readonly tools: readonly ToolDescription[];
  /** Absent where the answer is text. */
  readonly schema?: { readonly name: string; readonly jsonSchema: JsonSchema };
  readonly maxOutputTokens: number;
  /** Default: the provider's. */
  readonly temperature?: number;
  /** Given the next words of the answer as they come; the request is then streamed. */
  readonly onText?: (text: string) => void;
}

/** A call of a tool that a model wants. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
}

/** Why an answer ended. */
export type Finish = 'stop' | 'length' | 'tool-calls' | 'content-filter' | 'other';

/** What came back, as plain JSON. */
export interface ModelReply {
  readonly text: string;
  /** Those that can be called: of a call that names no tool or has no JSON the messages say so already. */
  readonly toolCalls: readonly ToolCall[];
  /** What is to be sent before the next question. */
  readonly messages: readonly ModelMessage[];
  readonly finish: Finish;
  /** The model that answered, as its provider names it. */
  readonly model: string;
  /** Absent where the provider does not say. */
  readonly usage?: Usage;
}
