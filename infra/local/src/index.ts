export { startStack, type LocalStack, type StackOptions } from './stack.ts';
export type { ServerKind, ServerName } from './server.ts';
export type { Preference, StackKinds } from './stack-choice.ts';
