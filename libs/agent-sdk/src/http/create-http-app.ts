import type { Tracing } from '@troupe/observability';
import fastify, { LogController, type FastifyInstance, type FastifyServerOptions } from 'fastify';
import type { Logger } from 'pino';
import { createComplaints } from './complaints.ts';
import { addDocs, type InterfaceInfo } from './docs.ts';
import { answerProblems } from './errors.ts';
import { addHeaders } from './headers.ts';
import { refuseTooDeep } from './json-body.ts';
import { watchPaths } from './known-paths.ts';
import { Problem } from './problem.ts';
import { requestIdOf } from './request-facts.ts';
import { idsOfRequest, traceRequests } from './trace-requests.ts';

/** What an HTTP interface has in common with every other. */
export interface HttpAppOptions {
  readonly log: Logger;
  readonly info: InterfaceInfo;
  /** Added to the description: ways to sign in. Default: none. */
  readonly openapi?: object;
  /** Addresses or networks of proxies whose X-Forwarded-For is believed. Default: nobody's. */
  readonly trustedProxies?: string;
  readonly tracing?: Tracing;
}

const LARGEST_BODY = 1_048_576;
const LONGEST_PARAMETER = 200;

type AnswerProblem = ReturnType<typeof answerProblems>;

const serverOptions = (
  { log, trustedProxies }: HttpAppOptions,
  answerProblem: AnswerProblem,
): FastifyServerOptions => ({
  loggerInstance: log,
  logController: new LogController({ disableRequestLogging: true }),
  bodyLimit: LARGEST_BODY,
  routerOptions: { maxParamLength: LONGEST_PARAMETER },
  genReqId: requestIdOf,
  trustProxy: trustedProxies ?? false,
  frameworkErrors: (error, request, reply) => void answerProblem(error, request, reply),
});

/** An HTTP interface without routes: bounds, headers, problems, request ids, traces, and a description at /docs. */
export const createHttpApp = async (options: HttpAppOptions): Promise<FastifyInstance> => {
  const { log, info, openapi, tracing } = options;
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
  await addDocs(app, info, openapi);
  return app;
};
