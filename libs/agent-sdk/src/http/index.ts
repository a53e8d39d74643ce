export { createHttpApp, type HttpAppOptions } from './create-http-app.ts';
export { type InterfaceInfo } from './docs.ts';
export { Problem, PROBLEM_JSON, tryAgain, unfit } from './problem.ts';
export { idempotencyHeaders, problemsIn } from './problem-schemas.ts';
export { countIn, idempotencyKeyOf, queryOf } from './request-facts.ts';
export { traceOfRequest } from './trace-requests.ts';
