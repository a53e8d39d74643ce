import type { Choreography, Finding } from '@troupe/choreography';

const lines = ({ rule, place, what, mend }: Finding): string => `${rule} · ${place}\n  ${what}\n  ${mend}`;

/** What was found, rule by rule, with the mend of each; or how much there is that is sound. */
export const printFindings = (findings: readonly Finding[], { services, events }: Choreography): string => {
  if (findings.length === 0) return `sound: ${services.length} services, ${events.length} event types`;
  const count = findings.length === 1 ? '1 finding' : `${findings.length} findings`;
  return [...findings.map(lines), `${count}: see docs/reference/choreography.md`].join('\n\n');
};
