import { defineAgent, when, type AgentDefinition } from '@troupe/agent-sdk';
import { ReportPublished, ReportRequested } from '@troupe/contracts';
import { drawChart } from './chart/draw-chart.ts';
import { citationsOf } from './citations.ts';
import { renderReport } from './render-report.ts';
import { templateWriter } from './writing/template-writer.ts';
import type { Writer } from './writing/writer.ts';

/** What the agent works with. */
export interface ReportWriterOptions {
  /** Who writes what introduces a report. Default: a template. */
  readonly writer?: Writer;
}

/** Writes a report on what several sources of a market did together: `report.published`, with a chart, and figures that are cited. */
export const reportWriter = ({ writer = templateWriter }: ReportWriterOptions = {}): AgentDefinition =>
  defineAgent({
    name: 'report-writer',
    publishes: [ReportPublished],
    dependencies: writer.asks === undefined ? [] : [writer.asks],
    on: [
      when(ReportRequested)
        .prepare(({ data, envelope }, context) =>
          writer.write({ data, cites: citationsOf(data, envelope.id) }, context),
        )
        .then(({ data, envelope }, written) => {
          const { market, from, until } = data;
          const cites = citationsOf(data, envelope.id);
          return ReportPublished({
            market,
            from,
            until,
            title: written.title,
            markdown: renderReport({ data, cites }, written),
            chart: drawChart(data),
            cites: [...cites.events],
            decidedBy: written.decidedBy,
          });
        }),
    ],
  });
