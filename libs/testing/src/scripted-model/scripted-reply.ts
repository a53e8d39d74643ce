/** What a call of a tool looks like in a script. */
export interface ScriptedToolCall {
  readonly name: string;
  readonly arguments: unknown;
}

/** What every reply may say besides. */
interface Common {
  /** How long the server thinks first, in milliseconds. Default 0. */
  readonly delayMs?: number;
  /** What the answer says that it used. Default 100 tokens in and 20 out; null leaves it out. */
  readonly usage?: { readonly input: number; readonly output: number } | null;
}

/** An answer of the model. */
export interface ScriptedAnswer extends Common {
  readonly text?: string;
  /** Becomes the text. */
  readonly json?: unknown;
  readonly toolCalls?: readonly ScriptedToolCall[];
  /** What the answer says that it ended with. Default: what is in it. */
  readonly finish?: 'stop';
  /** The model says no, and this. */
  readonly refusal?: string;
  /** The answer ends too soon: at the most tokens that it may have, or because the connection breaks. */
  readonly cutOff?: 'length' | 'connection';
}

/** An answer of the server alone: an error, or bytes that are none. */
export interface ScriptedFailure extends Common {
  /** Default 200. */
  readonly status?: number;
  /** What stands in Retry-After, in seconds. */
  readonly retryAfter?: number;
  /** Default: an error in the form of the provider. */
  readonly body?: string;
}

/** One line of a script. */
export type ScriptedReply = ScriptedAnswer | ScriptedFailure;

/** Whether the server answers without its model. */
export const isFailure = (reply: ScriptedReply): reply is ScriptedFailure => 'status' in reply || 'body' in reply;

/** The text of an answer; null where there is none. */
export const textOf = ({ text, json }: ScriptedAnswer): string | null =>
  text ?? (json === undefined ? null : JSON.stringify(json));

/** What an answer used. */
export const usageOf = ({ usage }: Common): { readonly input: number; readonly output: number } | null =>
  usage === undefined ? { input: 100, output: 20 } : usage;
