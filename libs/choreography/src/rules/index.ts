import type { Choreography } from '../choreography.ts';
import { RULES, type Finding, type Rule, type RuleId } from '../finding.ts';
import { heldByNobody, stepNotUndone, undoUnconfirmed } from './compensations.ts';
import { cycleUnbounded } from './cycles.ts';
import { eventUnpublished, eventUnread, unknownEvent, wrongKey } from './events.ts';
import { joinHopeless } from './joins.ts';
import { nameElsewhere, nameTwice } from './names.ts';
import { schemasUnfit } from './schemas.ts';

const CHECKS: Readonly<Record<RuleId, Rule>> = {
  'name-twice': nameTwice,
  'name-elsewhere': nameElsewhere,
  'unknown-event': unknownEvent,
  'event-unpublished': eventUnpublished,
  'event-unread': eventUnread,
  'wrong-key': wrongKey,
  'schemas-unfit': schemasUnfit,
  'cycle-unbounded': cycleUnbounded,
  'join-hopeless': joinHopeless,
  'step-not-undone': stepNotUndone,
  'undo-unconfirmed': undoUnconfirmed,
  'held-by-nobody': heldByNobody,
};

/** Everything that is wrong with a choreography, rule by rule; nothing if it is sound. */
export const check = (choreography: Choreography): readonly Finding[] =>
  RULES.flatMap((rule) => CHECKS[rule](choreography));
