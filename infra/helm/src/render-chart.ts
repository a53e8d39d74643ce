import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { manifest, type Manifest } from './kinds.ts';

const CHART = join(import.meta.dirname, '../troupe');
const MOST_OUTPUT = 64 * 1_024 * 1_024;

/** Templates are made for this version of Kubernetes, whatever the helm at hand was built for. */
const FOR_KUBERNETES = ['--kube-version', '1.31.0'];

const helm = (...args: readonly string[]): string =>
  execFileSync('helm', args, { encoding: 'utf8', maxBuffer: MOST_OUTPUT, stdio: ['ignore', 'pipe', 'pipe'] });

/** Whether there is a helm to render with. */
export const hasHelm = (): boolean => {
  try {
    helm('version');
    return true;
  } catch {
    return false;
  }
};

/** What `helm lint --strict` says of the chart. Throws with it when it finds fault. */
export const lintChart = (): string => helm('lint', '--strict', ...FOR_KUBERNETES, CHART);

/** The objects that the chart makes with these settings, as in `--set`. Throws what helm says. */
export const renderChart = (...settings: readonly string[]): readonly Manifest[] => {
  const set = settings.flatMap((setting) => ['--set', setting]);
  return parseAllDocuments(helm('template', 'shop', CHART, ...FOR_KUBERNETES, ...set))
    .map((document) => document.toJS() as unknown)
    .filter((object) => object !== null)
    .map((object) => manifest.parse(object));
};
