import type { TraceContext } from '@troupe/contracts';
import { traceIn } from '@troupe/messaging';
import type { OpenSpan, Tracing } from '@troupe/observability';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const spans = new WeakMap<FastifyRequest, OpenSpan>();

const open = (request: FastifyRequest, tracing: Tracing): OpenSpan => {
  const route = request.routeOptions.url;
  return tracing.open(route === undefined ? request.method : `${request.method} ${route}`, {
    kind: 'server',
    parent: traceIn(request.headers),
    attributes: {
      'http.request.method': request.method,
      'http.route': route,
      'url.scheme': request.protocol,
      'url.path': request.url.split('?', 1)[0],
      'network.protocol.version': request.raw.httpVersion,
    },
  });
};

const FIRST_SERVER_ERROR = 500;

/** Gives every request a span that follows from what its client says of itself, until it is answered. */
export const traceRequests = (app: FastifyInstance, tracing: Tracing): void => {
  app.addHook('onRequest', (request, _reply, done) => {
    const span = open(request, tracing);
    spans.set(request, span);
    span.within(done);
  });
  app.addHook('onResponse', (request, reply, done) => {
    const span = spans.get(request);
    span?.set({ 'http.response.status_code': reply.statusCode });
    if (reply.statusCode >= FIRST_SERVER_ERROR) span?.fail(`${reply.statusCode}`);
    span?.end();
    done();
  });
};

/** For the log lines of a request. */
export const idsOfRequest = (request: FastifyRequest): Partial<OpenSpan['ids']> => spans.get(request)?.ids ?? {};

/** What an event that a request becomes follows from: its span, or without tracing what its client sent. */
export const traceOfRequest = (request: FastifyRequest): TraceContext =>
  spans.get(request)?.trace ?? traceIn(request.headers);
