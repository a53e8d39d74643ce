import type { JsonSchema } from '@troupe/contracts';
import { z } from 'zod';

const schema = z.record(z.string(), z.unknown());

const operation = z.object({
  summary: z.string(),
  description: z.string().optional(),
  parameters: z.array(z.object({ name: z.string(), in: z.string(), schema: schema.optional() })).default([]),
  requestBody: z.object({ content: z.object({ 'application/json': z.object({ schema }) }) }).optional(),
  responses: z.record(z.string(), z.unknown()),
});

const description = z.object({ paths: z.record(z.string(), z.object({ post: operation.optional() })) });

/** What can be asked for at a gateway, as a tool. */
export interface GatewayTool {
  /** Its summary as a name: `place_an_order`. */
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonSchema;
  /** With the parameters that stand in it: `/v1/features/{conversationId}/answers`. */
  readonly path: string;
  readonly parameters: readonly string[];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const toolOf = (
  path: string,
  { summary, description: more, parameters, requestBody }: z.infer<typeof operation>,
): GatewayTool => {
  const inPath = parameters.filter((parameter) => parameter.in === 'path');
  const { properties, required, ...body } = requestBody?.content['application/json'].schema ?? { type: 'object' };
  return {
    name: summary.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_'),
    description: [`${summary}.`, more, 'Waits for what comes of it, and says the whole course of it.'].join(' '),
    path,
    parameters: inPath.map(({ name }) => name),
    inputSchema: {
      ...body,
      properties: {
        ...Object.fromEntries(inPath.map((parameter) => [parameter.name, parameter.schema ?? { type: 'string' }])),
        ...(isObject(properties) && properties),
      },
      required: [...inPath.map(({ name }) => name), ...(Array.isArray(required) ? (required as unknown[]) : [])],
    },
  };
};

/**
 * Every request of a gateway that begins or continues a conversation, from its own description (OpenAPI): what it takes
 * with 202.
 */
export const readGatewayTools = (openApi: unknown): readonly GatewayTool[] =>
  Object.entries(description.parse(openApi).paths).flatMap(([path, { post }]) =>
    post !== undefined && '202' in post.responses ? [toolOf(path, post)] : [],
  );
