import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

/** A span as a collector gets it. */
export interface ReceivedSpan {
  /** `service.name` of whoever made it. */
  readonly service: string;
  readonly traceId: string;
  readonly spanId: string;
  /** Absent where a trace begins. */
  readonly parentSpanId?: string;
  readonly name: string;
  /** As OTLP numbers it: 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The ids of spans that it is linked to. */
  readonly links: readonly string[];
  readonly failed: boolean;
}

/** Stands for a collector: takes traces by OTLP over HTTP, in JSON. */
export interface TraceReceiver {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly url: string;
  /** What a service process needs to send every span here within a tenth of a second. */
  readonly env: Readonly<Record<string, string>>;
  /** In the order of arrival. */
  spans(): readonly ReceivedSpan[];
  /** Everything that was sent, as text. */
  text(): string;
  close(): Promise<void>;
}

const value = z.object({
  stringValue: z.string().optional(),
  intValue: z.union([z.number(), z.string()]).optional(),
  doubleValue: z.number().optional(),
  boolValue: z.boolean().optional(),
  arrayValue: z.object({ values: z.array(z.object({ stringValue: z.string().optional() })) }).optional(),
});

const attributes = z.array(z.object({ key: z.string(), value })).default([]);

const span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  kind: z.number(),
  attributes,
  links: z.array(z.object({ spanId: z.string() })).default([]),
  status: z.object({ code: z.number().optional() }).optional(),
});

const request = z.object({
  resourceSpans: z.array(
    z.object({ resource: z.object({ attributes }), scopeSpans: z.array(z.object({ spans: z.array(span) })) }),
  ),
});

const plain = (given: z.infer<typeof value>): unknown =>
  given.stringValue ??
  (given.intValue === undefined ? undefined : Number(given.intValue)) ??
  given.doubleValue ??
  given.boolValue ??
  given.arrayValue?.values.map(({ stringValue }) => stringValue);

const named = (given: z.infer<typeof attributes>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(given.map(({ key, value: each }) => [key, plain(each)]));

const FAILED = 2;

const spansIn = (body: string): readonly ReceivedSpan[] =>
  request.parse(JSON.parse(body)).resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(named(resource.attributes)['service.name']);
    return scopeSpans.flatMap(({ spans }) =>
      spans.map(({ parentSpanId, status, links, ...each }) => ({
        ...each,
        service,
        ...(parentSpanId && { parentSpanId }),
        attributes: named(each.attributes),
        links: links.map(({ spanId }) => spanId),
        failed: status?.code === FAILED,
      })),
    );
  });

const bodyOf = async (incoming: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  // Node's own request gives buffers unless an encoding was set.
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

/** Listens on a free port. */
export const receiveTraces = async (): Promise<TraceReceiver> => {
  const bodies: string[] = [];
  const server = createServer((incoming, response) => {
    void bodyOf(incoming).then((body) => {
      bodies.push(body);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on a host and port has an address of this kind.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json', OTEL_BSP_SCHEDULE_DELAY: '100' },
    spans: () => bodies.flatMap(spansIn),
    text: () => bodies.join('\n'),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
