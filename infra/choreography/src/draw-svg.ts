import type { Graph, GraphNode } from '@troupe/choreography/render';
import { instance } from '@viz-js/viz';

const FONT = 'Helvetica, Arial, sans-serif';

const SHAPES: Readonly<Record<GraphNode['kind'], object>> = {
  agent: { shape: 'box', style: 'rounded' },
  saga: { shape: 'hexagon' },
  service: { shape: 'box', peripheries: 2 },
  people: { shape: 'ellipse' },
};

/** A graph as an SVG drawing, laid out by Graphviz: the same for the same graph. */
export const drawSvg = async ({ nodes, links }: Graph): Promise<string> => {
  const graphviz = await instance();
  return graphviz.renderString(
    {
      directed: true,
      graphAttributes: { rankdir: 'LR', bgcolor: 'white', nodesep: 0.4, ranksep: 1.2 },
      nodeAttributes: { fontname: FONT, fontsize: 12 },
      edgeAttributes: { fontname: FONT, fontsize: 9, color: 'gray40' },
      nodes: nodes.map(({ name, kind }) => ({ name, attributes: { ...SHAPES[kind] } })),
      edges: links.map(({ from, to, events }) => ({
        tail: from,
        head: to,
        attributes: { label: events.join('\n') },
      })),
    },
    { format: 'svg' },
  );
};
