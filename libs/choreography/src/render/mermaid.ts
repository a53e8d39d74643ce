import type { Graph, GraphNode } from './graph.ts';

/** Mermaid takes some words, and dashes, for its own. */
const idOf = (name: string): string => `n_${name.replaceAll(/[^a-z0-9]/g, '_')}`;

const SHAPES: Readonly<Record<GraphNode['kind'], readonly [string, string]>> = {
  agent: ['[', ']'],
  saga: ['{{', '}}'],
  service: ['[[', ']]'],
  people: ['([', '])'],
};

const drawNode = ({ name, kind }: GraphNode): string => {
  const [open, close] = SHAPES[kind];
  return `${idOf(name)}${open}"${name}"${close}`;
};

/** A graph as a Mermaid flowchart. */
export const drawMermaid = ({ nodes, links }: Graph): string =>
  [
    'flowchart LR',
    ...nodes.map((node) => `  ${drawNode(node)}`),
    ...links.map(({ from, to, events }) => `  ${idOf(from)} -- "${events.join('<br/>')}" --> ${idOf(to)}`),
  ].join('\n');
