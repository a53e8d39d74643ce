import type { TraceContext } from '@troupe/contracts';
import type { OpenSpan, Tracing } from './tracing.ts';

/**
 * The span of work that several spans share, such as one commit of many decisions. It has no one parent then, and links to
 * all of them; for a single one it is its child.
 */
export const openBatchSpan = (tracing: Tracing, name: string, traces: readonly TraceContext[]): OpenSpan => {
  const [only, ...others] = traces;
  return tracing.open(name, {
    parent: others.length === 0 ? (only ?? {}) : {},
    links: others.length === 0 ? [] : traces,
    attributes: { 'troupe.batch.size': traces.length },
  });
};
