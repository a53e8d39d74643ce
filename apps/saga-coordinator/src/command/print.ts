import { plain, spanOf, tableOf } from '@troupe/agent-sdk/command';
import type { Awaited, AwaitedHold } from '../operation/awaited.ts';
import type { SagaSummary } from '../operation/list-sagas.ts';
import type { SagaDetail } from '../operation/show-saga.ts';
import type { TimelineEntry } from '../operation/timeline.ts';
import type { SagaList } from './client.ts';

const HEAD = ['saga', 'conversation', 'status', 'age', 'changed', 'open steps', 'key'];

const rowOf = (saga: SagaSummary, nowMs: number): readonly string[] => [
  plain(saga.saga),
  plain(saga.conversation),
  saga.status,
  spanOf(nowMs - saga.startedMs),
  `${spanOf(nowMs - saga.changedMs)} ago`,
  saga.openSteps.join(', ') || '-',
  plain(saga.key ?? '-'),
];

/** One line an instance, and a last one with the sum. */
export const printList = ({ sagas, more }: SagaList, nowMs: number): string => {
  if (sagas.length === 0) return 'there is no such saga';
  const sum = more ? `the first ${sagas.length}: there are more, see --limit` : `${sagas.length} in all`;
  return [...tableOf([HEAD, ...sagas.map((saga) => rowOf(saga, nowMs))]), '', sum].join('\n');
};

const heldBy = (held: AwaitedHold | null, nowMs: number): string => {
  if (held === null) return '';
  const [agent, letter] = [plain(held.agent), plain(held.letter)];
  const why = `${plain(held.type)}, ${plain(held.code)}, for ${spanOf(nowMs - held.sinceMs)}`;
  return `\n    held by ${agent} (${why}): npm run dlq -- ${agent} show ${letter}`;
};

const awaitedLine = ({ step, events, dueMs, held }: Awaited, nowMs: number): string => {
  const until =
    dueMs === null
      ? ''
      : `, until ${new Date(dueMs).toISOString()} (${dueMs > nowMs ? `in ${spanOf(dueMs - nowMs)}` : `${spanOf(nowMs - dueMs)} ago`})`;
  return `  ${step}: ${events.join(' or ') || 'its undo'}${until}${heldBy(held, nowMs)}`;
};

const KINDS: Readonly<Record<TimelineEntry['kind'], string>> = {
  event: '',
  timer: 'deadline of ',
  decision: 'decided: ',
};

const entryRow = ({ atMs, kind, what, changed }: TimelineEntry, startedMs: number): readonly string[] => [
  `  ${new Date(atMs).toISOString()}`,
  `${atMs < startedMs ? '-' : '+'}${spanOf(Math.abs(atMs - startedMs))}`,
  `${KINDS[kind]}${plain(what)}`,
  changed.length === 0 ? 'changed nothing' : plain(changed.join(', ')),
];

/** Everything about one instance. */
export const printDetail = (detail: SagaDetail, nowMs: number): string => {
  const { saga, conversation, version, status, outcome, key, startedMs, awaits, timeline } = detail;
  const unknown = `  version ${version} is not known to this coordinator: its facts are in --json of one that does`;
  return [
    `${plain(saga)} ${plain(conversation)}  ${status}${outcome === null || outcome === status ? '' : ` (${outcome})`}`,
    `version  ${version}`,
    `key      ${plain(key ?? '-')}`,
    `started  ${new Date(startedMs).toISOString()} (${spanOf(nowMs - startedMs)} ago)`,
    `changed  ${new Date(detail.changedMs).toISOString()}`,
    'waits for',
    ...(awaits === null ? [unknown] : awaits.map((each) => awaitedLine(each, nowMs))),
    ...(awaits?.length === 0 ? ['  nothing'] : []),
    'facts',
    ...tableOf((timeline ?? []).map((entry) => entryRow(entry, startedMs))),
  ].join('\n');
};
