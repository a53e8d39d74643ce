import type { Observation } from '@troupe/anomaly';
import { TroupeError } from '@troupe/contracts';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Window } from './nab-rule.ts';

/** A series with the windows that people labelled in it. */
export interface LabelledSeries {
  readonly name: string;
  readonly observations: readonly Observation[];
  readonly windows: readonly Window[];
}

type Labels = Readonly<Record<string, readonly (readonly [string, string])[]>>;

/** `2015-02-26 21:42:53`, with or without fractions, is UTC. */
const timeOf = (text: string): number => Date.parse(`${text.trim().replace(' ', 'T')}Z`);

const refuse = (message: string): never => {
  throw new TroupeError('REQUEST_REFUSED', message);
};

/** The rows of a file of `timestamp,value` below a header. */
export const parseSeries = (file: string, text: string): readonly Observation[] =>
  text
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line, index) => {
      const [time = '', number = ''] = line.split(',');
      const [at, value] = [timeOf(time), Number(number)];
      if (number.trim() !== '' && Number.isFinite(at) && Number.isFinite(value)) return { at, value };
      return refuse(`${file}, line ${index + 2}, is not a time and a number such as "2015-02-26 21:42:53,104".`);
    });

/** The rows that lie within a window of times. One that no row lies in is left out. */
const windowIn = (
  observations: readonly Observation[],
  [from, until]: readonly [string, string],
): readonly Window[] => {
  const first = observations.findIndex(({ at }) => at >= timeOf(from));
  const last = observations.findLastIndex(({ at }) => at <= timeOf(until));
  return first >= 0 && first <= last ? [{ first, last }] : [];
};

const nameOf = (path: string): string => basename(path, '.csv');

/** The label of a file: of its own name, with any folder before it, or of what its name ends with. */
const labelOf = (labels: Labels, file: string) =>
  Object.keys(labels).find((key) => nameOf(key) === nameOf(file)) ??
  Object.keys(labels).find((key) => [`-${nameOf(key)}`, `_${nameOf(key)}`].some((end) => nameOf(file).endsWith(end)));

/**
 * Reads every `.csv` of a folder that has labels in the folder's one `.json`, in the order of their names.
 * @throws TroupeError REQUEST_REFUSED when the folder does not hold just one `.json`, has no labelled `.csv`, or a line cannot be read.
 */
export const readLabelledSeries = async (folder: string): Promise<readonly LabelledSeries[]> => {
  const files = (await readdir(folder)).toSorted();
  const [windowsFile, ...others] = files.filter((file) => file.endsWith('.json'));
  if (windowsFile === undefined || others.length > 0)
    return refuse(`${folder} must hold one .json file: the labelled windows by series.`);
  // The form is what the benchmark ships; a file of another form has no label that fits a series, and is refused below.
  const labels = JSON.parse(await readFile(join(folder, windowsFile), 'utf8')) as Labels;
  const read = files
    .filter((file) => file.endsWith('.csv'))
    .flatMap((file) => {
      const label = labelOf(labels, file);
      return label === undefined ? [] : [{ file, windows: labels[label] ?? [] }];
    })
    .map(async ({ file, windows }): Promise<LabelledSeries> => {
      const observations = parseSeries(file, await readFile(join(folder, file), 'utf8'));
      return { name: nameOf(file), observations, windows: windows.flatMap((each) => windowIn(observations, each)) };
    });
  const series = await Promise.all(read);
  return series.length > 0 ? series : refuse(`No .csv of ${folder} has a label in ${windowsFile}.`);
};
