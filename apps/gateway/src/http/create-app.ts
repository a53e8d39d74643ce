import fastify, { LogController, type FastifyInstance, type FastifyServerOptions } from 'fastify';
import type { Metrics, Tracing } from '@troupe/observability';
import type { Logger } from 'pino';
import { conversationRoutes, type ConversationRoutesOptions } from '../conversations/conversation-routes.ts';
import { orderRoutes } from '../orders/order-routes.ts';
import { createDoor, type DoorOptions } from '../requests/door.ts';
import { createComplaints } from './complaints.ts';
import { addDocs } from './docs.ts';
import { answerProblems } from './errors.ts';
import { addHeaders } from './headers.ts';
import { refuseTooDeep } from './json-body.ts';
import { watchPaths } from './known-paths.ts';
import { Problem } from './problem.ts';
import { addRateLimits, type RateLimitOptions } from './rate-limits.ts';
import { requestIdOf } from './request-facts.ts';
import { idsOfRequest, traceRequests } from './trace-requests.ts';

/** What the HTTP interface is made of. */
export interface AppOptions extends ConversationRoutesOptions, Pick<DoorOptions, 'intake' | 'backlog'> {
  readonly clock: () => number;
  readonly rates: RateLimitOptions;
  /** Addresses or networks of proxies whose X-Forwarded-For is believed. Default: nobody's. */
  readonly trustedProxies?: string;
  readonly metrics?: Pick<Metrics, 'edgeRefused'>;
  readonly log: Logger;
  readonly tracing?: Tracing;
  /** Of the interface's description. */
  readonly version: string;
}

const LARGEST_BODY = 1_048_576;
const LONGEST_PARAMETER = 200;

type AnswerProblem = ReturnType<typeof answerProblems>;

const serverOptions = ({ log, trustedProxies }: AppOptions, answerProblem: AnswerProblem): FastifyServerOptions => ({
  loggerInstance: log,
  logController: new LogController({ disableRequestLogging: true }),
  bodyLimit: LARGEST_BODY,
  routerOptions: { maxParamLength: LONGEST_PARAMETER },
  genReqId: requestIdOf,
  trustProxy: trustedProxies ?? false,
  frameworkErrors: (error, request, reply) => void answerProblem(error, request, reply),
});

/** The gateway's HTTP interface, ready for `app.routing`. */
export const createApp = async (options: AppOptions): Promise<FastifyInstance> => {
  const { log, version, intake, backlog, metrics, tracing, rates, clock } = options;
  const complaints = createComplaints(log);
  const answerProblem = answerProblems(complaints);
  const app = fastify(serverOptions(options, answerProblem));
  const paths = watchPaths(app);
  // Schemas here describe; what reads a request decides, and can tell all that is wrong with it.
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.removeContentTypeParser('text/plain');
  addHeaders(app);
  if (tracing !== undefined) traceRequests(app, tracing);
  app.addHook('preValidation', (request, _reply, done) => {
    refuseTooDeep(request.body);
    done();
  });
  app.addHook('onResponse', async (request, reply) => {
    const { method, url, id } = request;
    const about = { requestId: id, method, url, ...idsOfRequest(request) };
    log.debug({ ...about, status: reply.statusCode, ms: reply.elapsedTime }, 'answered');
  });
  app.addHook('onClose', () => complaints.close());
  app.setErrorHandler(answerProblem);
  app.setNotFoundHandler((request) => {
    const allowed = paths.methodsOf(request.url);
    if (allowed.length === 0) throw new Problem(404, 'There is nothing at this path: see /docs');
    throw new Problem(405, `This path takes ${allowed.join(', ')}`, { headers: { allow: allowed.join(', ') } });
  });
  await addDocs(app, version);
  const checkRates = await addRateLimits(app, rates);
  orderRoutes(app, { door: createDoor({ intake, backlog, checkRates, ...(metrics && { metrics }) }), clock });
  conversationRoutes(app, options);
  await app.ready();
  return app;
};
