import type { SagaState } from './fold.ts';
import type { PackagedRow, SagaDefinition } from './saga-definition.ts';
import type { Refusal, SagaView } from './saga-view.ts';
import { outcome, status } from './status.ts';

const refusalsOf = ({ steps }: SagaState): readonly Refusal[] =>
  steps.flatMap(({ definition, verdict, refusal }) =>
    verdict === 'failed' && refusal !== undefined
      ? [{ step: definition.name, type: refusal.type, data: refusal.data }]
      : [],
  );

const resolvedMsOf = ({ taken, cancel }: SagaState): number | undefined =>
  (taken.get('completed') ?? taken.get('rejected'))?.decidedMs ?? cancel?.appendedMs;

/** What a definition's functions are shown of this state. */
export const viewOf = (state: SagaState): SagaView => ({
  conversationId: state.conversationId,
  status: status(state),
  outcome: outcome(state),
  start: state.start?.data,
  requestedMs: state.start?.timeMs ?? 0,
  resolvedMs: resolvedMsOf(state),
  steps: Object.fromEntries(
    state.steps.flatMap(({ definition, verdict, completion }) =>
      verdict === 'completed' ? [[definition.name, completion?.data]] : [],
    ),
  ),
  refusals: refusalsOf(state),
  missing: state.steps.filter(({ verdict }) => verdict === 'timed-out').map(({ definition }) => definition.name),
  compensations: Object.fromEntries(
    state.steps.flatMap(({ definition, compensation }) =>
      compensation === undefined ? [] : [[definition.name, compensation.data]],
    ),
  ),
});

/** The row of the main database that this state is packaged into; none before there is an outcome. */
export const packageResult = (
  { packaged }: SagaDefinition,
  state: SagaState,
): { readonly table: string; readonly row: PackagedRow } | undefined =>
  packaged === undefined || outcome(state) === undefined
    ? undefined
    : { table: packaged.table, row: packaged.row(viewOf(state)) };
