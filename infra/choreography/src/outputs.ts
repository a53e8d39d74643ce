import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Choreography } from '@troupe/choreography';
import {
  aclsOf,
  asyncApiOf,
  deploymentOf,
  drawMermaid,
  graphOf,
  manifestOf,
  renderEvents,
  renderSagas,
  renderServices,
  topicsOf,
} from '@troupe/choreography/render';
import { format, resolveConfig } from 'prettier';
import { stringify } from 'yaml';
import { drawSvg } from './draw-svg.ts';

/** The files that are made of a choreography, by path from the root of the repository. */
export const MANIFESTS = {
  choreography: 'infra/choreography/choreography.json',
  topics: 'infra/choreography/topics.json',
  acls: 'infra/choreography/acls.json',
} as const;

/** The choreography in AsyncAPI 3. */
export const ASYNC_API = 'docs/reference/asyncapi.json';

/** The settings of the Helm chart; people write the first part of them. */
export const CHART_VALUES = 'infra/helm/troupe/values.yaml';

const DRAWING = 'docs/reference/choreography.svg';
const MARK = '<!-- What follows is written by `npm run choreography`. -->';

const YAML_MARK = '# What follows is written by `npm run choreography`.';

const LEGEND =
  'Rounded: people. Double: services that are neither agents nor sagas. The ledger, which keeps everything, and what services say of themselves are left out.';

const mermaid = (drawing: string): string => `\`\`\`mermaid\n${drawing}\n\`\`\``;

const renderGraphs = (choreography: Choreography): string =>
  [...Map.groupBy(choreography.events, ({ domain }) => domain)]
    .map(([domain, events]) => `### ${domain}\n\n${mermaid(drawMermaid(graphOf(choreography, events)))}`)
    .join('\n\n');

const renderParts = (choreography: Choreography): string =>
  `## Services\n\n${renderServices(choreography)}\n\n## Graph\n\n${LEGEND}\n\n${renderGraphs(choreography)}`;

/** A page keeps what stands above the mark, which people write. */
const pageOf = (root: string, path: string, written: string, mark = MARK): readonly [string, string] => {
  const [introduction = ''] = readFileSync(join(root, path), 'utf8').split(mark);
  return [path, `${introduction}${mark}\n\n${written}\n`];
};

const json = (value: object): string => JSON.stringify(value, null, 2);

/** One agent and one topic after the other: whoever reads a difference sees which. */
const valuesOf = (choreography: Choreography): string =>
  stringify(deploymentOf(choreography), { aliasDuplicateObjects: false, lineWidth: 0 }).trim();

const versionOf = (root: string): string => {
  // The root's package.json has a version: npm demands one of it.
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return version;
};

const formatted = async (root: string, [path, text]: readonly [string, string]): Promise<readonly [string, string]> => {
  if (path.endsWith('.svg')) return [path, text];
  const filepath = join(root, path);
  return [path, await format(text, { ...(await resolveConfig(filepath)), filepath })];
};

/** Everything that is made of a choreography, as it is committed: text by path from the root of the repository. */
export const outputsOf = async (choreography: Choreography, root: string): Promise<ReadonlyMap<string, string>> => {
  const files = [
    pageOf(root, 'docs/reference/events.md', renderEvents(choreography)),
    pageOf(root, 'docs/reference/sagas.md', renderSagas(choreography)),
    pageOf(root, 'docs/reference/choreography.md', renderParts(choreography)),
    [DRAWING, await drawSvg(graphOf(choreography, choreography.events))],
    [ASYNC_API, json(asyncApiOf(choreography, versionOf(root)))],
    [MANIFESTS.choreography, json(manifestOf(choreography))],
    [MANIFESTS.topics, json(topicsOf(choreography))],
    [MANIFESTS.acls, json(aclsOf(choreography))],
    pageOf(root, CHART_VALUES, valuesOf(choreography), YAML_MARK),
  ] as const;
  return new Map(await Promise.all(files.map((file) => formatted(root, file))));
};
