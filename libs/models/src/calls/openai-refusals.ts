import type { MetadataExtractor } from '@ai-sdk/openai-compatible';
import { z } from 'zod';

const refused = z.object({ refusal: z.string().min(1) });
const body = z.object({
  choices: z.array(z.object({ message: z.unknown().optional(), delta: z.unknown().optional() })).min(1),
});

const refusalIn = (json: unknown): string => {
  const [choice] = body.safeParse(json).data?.choices ?? [];
  return refused.safeParse(choice?.message ?? choice?.delta).data?.refusal ?? '';
};

const METADATA = 'refused';

/** Notices what the client for compatible servers leaves out: that a model says no in a field of its own. */
export const openAiRefusals: MetadataExtractor = {
  extractMetadata: ({ parsedBody }) => {
    const refusal = refusalIn(parsedBody);
    return Promise.resolve(refusal === '' ? undefined : { [METADATA]: { refusal } });
  },
  createStreamExtractor: () => {
    let refusal = '';
    return {
      processChunk: (chunk) => void (refusal += refusalIn(chunk)),
      buildMetadata: () => (refusal === '' ? undefined : { [METADATA]: { refusal } }),
    };
  },
};

/** Whether an answer's metadata say that it is a refusal. */
export const isRefusal = (metadata: Readonly<Record<string, unknown>> | undefined): boolean =>
  metadata?.[METADATA] !== undefined;
