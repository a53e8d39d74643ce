import { plain, tableOf } from '@troupe/agent-sdk/command';
import type { Figures, Measurement, TaughtModel } from '@troupe/triage';
import type { ThresholdChange } from '../threshold-store.ts';

const figure = (value: number): string => value.toFixed(3);

const row = (name: string, { tickets, auc, f1, ece }: Figures): readonly string[] => [
  name,
  String(tickets),
  figure(auc),
  figure(f1),
  figure(ece),
];

/** Figures of the judges, one line for each. */
export const printMeasurement = ({ untaught, taught, crossValidated }: Measurement): string =>
  tableOf([
    ['judge', 'tickets', 'AUC', 'F1', 'calibration error'],
    row('untaught', untaught),
    row('taught the first of the file', taught),
    row('taught, in four folds', crossValidated),
  ]).join('\n');

/** What was learnt, and where it lies. */
export const printTaught = ({ tickets, negative, heldOut, weights }: TaughtModel, file: string): string =>
  [
    `${file}: ${Object.keys(weights).length} weights of ${tickets} tickets, ${negative} of them negative`,
    `on tickets held out in ${heldOut.folds} folds: AUC ${figure(heldOut.auc)}, F1 ${figure(heldOut.f1)}, calibration error ${figure(heldOut.ece)}`,
    `to use it: TRIAGE_MODEL=${file}`,
  ].join('\n');

/** The threshold, and how it came to be. */
export const printThreshold = (threshold: number, changes: readonly ThresholdChange[]): string =>
  [
    `critical under ${threshold}`,
    ...tableOf(
      changes.map(({ at, before, threshold: after, by, reason }) => [
        `  ${at.toISOString()}`,
        `${before} -> ${after}`,
        plain(by),
        plain(reason),
      ]),
    ),
  ].join('\n');
