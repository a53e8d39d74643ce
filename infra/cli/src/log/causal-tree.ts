import { plain } from '@troupe/agent-sdk/command';
import type { LedgerEvent } from '@troupe/ledger-reader';

/** What is known of an event in a tree. */
export type TreeEvent = Pick<LedgerEvent, 'id' | 'type' | 'source' | 'appendedAt' | 'causationId'>;

/** An event, and those that it led to. */
export interface CausalNode {
  readonly event: TreeEvent;
  readonly led: readonly CausalNode[];
}

/** Events by what caused them: those whose cause is not among them stand at the top. Keeps the order they are given in. */
export const causalTree = (events: readonly TreeEvent[]): readonly CausalNode[] => {
  const ids = new Set(events.map(({ id }) => id));
  const byCause = Map.groupBy(events, ({ causationId }) =>
    causationId !== null && ids.has(causationId) ? causationId : undefined,
  );
  const nodesOf = (cause: string | undefined): readonly CausalNode[] =>
    (byCause.get(cause) ?? []).map((event) => ({ event, led: nodesOf(event.id) }));
  return nodesOf(undefined);
};

const sinceOf = (startMs: number, { appendedAt }: TreeEvent): string => `+${Date.parse(appendedAt) - startMs} ms`;

const linesOf = (nodes: readonly CausalNode[], startMs: number, indent: string): readonly string[] =>
  nodes.flatMap(({ event, led }, index) => {
    const isLast = index === nodes.length - 1;
    const line = `${indent}${isLast ? '└─' : '├─'} ${plain(event.type)}  ${plain(event.source)}  ${sinceOf(startMs, event)}`;
    return [line, ...linesOf(led, startMs, `${indent}${isLast ? '   ' : '│  '}`)];
  });

/** The tree as lines, with the time since its first event. */
export const drawTree = (nodes: readonly CausalNode[]): string => {
  const first = nodes[0]?.event;
  return first === undefined ? '' : linesOf(nodes, Date.parse(first.appendedAt), '').join('\n');
};
