import type * as Sdk from 'ai';

/** The AI SDK, loaded by whoever asks first: an agent that asks no model never holds it in memory. */
export const loadSdk = async (): Promise<typeof Sdk> => {
  // Otherwise it prints warnings about settings that a model ignores.
  globalThis.AI_SDK_LOG_WARNINGS = false;
  return import('ai');
};
