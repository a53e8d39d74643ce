import type { Draft, DraftOf, Duration, EventDefinition } from '@troupe/contracts';
import type { EarlyOptions } from './early.ts';
import type { IfHeld } from './held.ts';
import type { Join, JoinVerdict, LatePolicy, PackagedRow, WithoutAnswer } from './saga-definition.ts';
import type { SagaMigration } from './saga-migration.ts';
import type { LateCompletion } from './saga-view.ts';
import type {
  ClosedViewOf,
  CompletedViewOf,
  DataOf,
  EachOf,
  Name,
  OneOrMore,
  OpeningOf,
  PerItem,
  StepShape,
  StepShapes,
  ViewOf,
} from './typed-view.ts';

/** Who is asked instead of a participant that is overdue, for how long, and what it means when nobody answers even then. */
export type OverdueOptions =
  | { readonly fallback: Duration; readonly then?: WithoutAnswer }
  | { readonly person: Duration; readonly then?: WithoutAnswer };

/** One participant's part. */
export interface StepOptions extends StepShape {
  readonly completedBy: EventDefinition;
  /** Business "no"s. Default none. */
  readonly failedBy?: readonly EventDefinition[];
  /** How long after it began an answer is in time, judged by when the broker appended it. */
  readonly within: Duration;
  /**
   * The saga completes without it when it fails or does not answer in time. 'by-row': not unless a row of participants says
   * so, for which its conclusions are written. Default false.
   */
  readonly optional?: boolean | 'by-row';
  /**
   * The event by which the participant says that it undid its part. It answers every conversation's first rejection or
   * cancellation (or the first event that asks it to undo) exactly once, also when there was nothing to undo. Absent: there
   * is nothing to wait for.
   */
  readonly compensatedBy?: EventDefinition;
  /**
   * Why there is nothing to undo, in words, where a rollback may follow and there is no `compensatedBy`: a step that says
   * neither is refused by `npm run choreography`.
   */
  readonly holdsNothing?: string;
  /**
   * The step or steps that have to end before it begins: its time runs from then. It says what is waited for and how long;
   * nobody is held back by it. Default: it begins with the saga.
   */
  readonly after?: string | readonly string[];
  /** One step per item that the event `of` names, at most so many; see `items`. */
  readonly forEach?: { readonly of: EventDefinition; readonly atMost: number };
  /**
   * What it means when nobody answers in time: the saga is rejected, completes without it, or somebody else is asked first,
   * with the event of `asks`. Default 'reject'.
   */
  readonly onTimeout?: WithoutAnswer | OverdueOptions;
  /** What is done about a completion that comes too late. Default: as the saga says. */
  readonly late?: LatePolicy;
  /**
   * The agent whose held events hold this step up. Where one agent has several steps, each says of which events. Default:
   * nobody, and a participant that could not handle what it should answer is silent until the deadline.
   */
  readonly heldBy?: string | { readonly agent: string; readonly of: EventDefinition | readonly EventDefinition[] };
  /**
   * What that means: 'wait' shows it as held until it is answered, or overdue. 'fail' takes it as no answer at once, be it
   * that the saga is rejected or completes without it; what only waits for an approval, or for its turn, fails nothing.
   * Default 'wait': whoever releases the event in time has it answered.
   */
  readonly ifHeld?: IfHeld;
}

/** The event types that a saga may conclude. */
type Concluded<Publishes extends readonly EventDefinition[]> = DraftOf<Publishes[number]>;

/** Functions of the view and, in a step per item, of the item. */
type AskOf<Step, View, Published> = Step extends PerItem
  ? (view: View, item: string) => Published
  : (view: View) => Published;

interface AsksOf<Step, View, Published> {
  /** Published when the step begins. */
  readonly begin?: AskOf<Step, View, Published>;
  /** Published when it is overdue: asks the other agent, or the person, of `onTimeout`. */
  readonly overdue?: AskOf<Step, View, Published>;
  /** Published when its part is to be undone, and no rejection says so: see `rollback` and `late`. */
  readonly undo?: AskOf<Step, View, Published>;
  /** Published when an operator has it tried again. Default: what asks it to begin. */
  readonly retry?: AskOf<Step, View, Published>;
}

interface ItemsOf<Step> {
  /** The keys of the items that the event names. */
  readonly keys: (data: Step extends PerItem ? DataOf<Step['forEach']['of']> : never) => readonly string[];
  /** Which item an event of the step is about. */
  readonly keyOf: (data: AnswersOf<Step>) => string;
}

type AnswersOf<Step> = Step extends StepShape
  ? | DataOf<Step['completedBy']>
    | (Step extends { readonly failedBy: readonly (infer Definition)[] } ? DataOf<Definition> : never)
    | (Step extends { readonly compensatedBy: infer Definition } ? DataOf<Definition> : never)
  : never;

type StepsPerItem<Steps extends StepShapes> = {
  [Step in Name<Steps>]: Steps[Step] extends PerItem ? Step : never;
}[Name<Steps>];

/** What a saga is made of. All its functions are pure: they may be run again. */
export interface SagaOptions<
  Start extends OneOrMore,
  Steps extends Readonly<Record<string, StepOptions>>,
  Publishes extends readonly EventDefinition[],
  Failed extends readonly EventDefinition[] = readonly [],
  Joined extends Join = 'all',
  Whole extends WithoutAnswer = 'reject',
> {
  /** In kebab-case. */
  readonly name: string;
  /** Raise it when the steps or the conclusions change. Default '1'. */
  readonly version?: string;
  /** Instances that began with an earlier version can be moved to this one. Default: they end on their own. */
  readonly migrates?: SagaMigration;
  /** What is kept of a conversation before its start is read. */
  readonly early?: EarlyOptions;
  /** The event that starts it; of several, whichever comes. */
  readonly startedBy: Start;
  /** The event by which whoever asked for it takes it back, at any time. */
  readonly cancelledBy?: EventDefinition;
  /** Events upon which it is rejected at once, such as `budget.exhausted`. Default none. */
  readonly failedBy?: Failed;
  /**
   * Events that decide nothing: its functions are shown them in `heard`, to tell of what happened on the way. Default none.
   */
  readonly hears?: readonly EventDefinition[];
  readonly steps: Steps;
  /** Whether a completion is good enough, by step: one that is not counts as a no. Default: every one is. */
  readonly accepts?: {
    readonly [Step in Name<Steps>]?: (data: DataOf<Steps[Step]['completedBy']>, opening: OpeningOf<Start>) => boolean;
  };
  /**
   * Which events of the type that completes a step decide nothing about it, by step, such as a review that asks for changes:
   * another one is waited for. Default: none.
   */
  readonly ignores?: {
    readonly [Step in Name<Steps>]?: (data: DataOf<Steps[Step]['completedBy']>) => boolean;
  };
  /** What the events of a step per item say of it. */
  readonly items?: { readonly [Step in StepsPerItem<Steps>]: ItemsOf<Steps[Step]> };
  /** The events that participants are asked with, by step. Default: they know by themselves. */
  readonly asks?: {
    readonly [Step in Name<Steps>]?: AsksOf<Steps[Step], ViewOf<Start, Steps, Failed>, Concluded<Publishes>>;
  };
  /**
   * When it completes: with every step, optional ones aside · with the first, or with so many (the others are late then) ·
   * by `condition`. Items count as steps. Default 'all'.
   */
  readonly join?: Joined;
  /** What has come so far means, with the join 'by-condition'. Once it is not undecided, more must not change it. */
  readonly condition?: (view: ViewOf<Start, Steps, Failed>) => JoinVerdict;
  /** How long after the start, in log time, the whole may take. Default: as long as its steps. */
  readonly within?: Duration;
  /** What it means when the whole takes longer: it is rejected, or completes with what there is. Default 'reject'. */
  readonly onTimeout?: Whole;
  /**
   * 'at-once': participants undo their parts on the rejection or cancellation. 'in-reverse': each is asked to, with its
   * event of `asks`, once the one that completed after it has. Default 'at-once'.
   */
  readonly rollback?: 'at-once' | 'in-reverse';
  /** What is done about completions that come too late, unless their step says otherwise. Default 'ignore'. */
  readonly late?: LatePolicy;
  /** Every event type that it may conclude; anything else does not compile. */
  readonly publishes: Publishes;
  readonly onCompleted: (view: CompletedViewOf<Start, Steps, Failed, EndsOf<Joined, Whole>>) => Concluded<Publishes>;
  /** Published at once on the first no, or when a deadline has passed; participants undo their part on it. */
  readonly onRejected: (view: ViewOf<Start, Steps, Failed>) => Concluded<Publishes>;
  /** Published when a rejected or cancelled saga has been undone everywhere. Default: nothing. */
  readonly onClosed?: (view: ClosedViewOf<Start, Steps, Failed>) => Concluded<Publishes>;
  /** Published when an operator has it complete though steps are missing. Default: it is refused. */
  readonly onForced?: (view: ViewOf<Start, Steps, Failed>) => Concluded<Publishes>;
  /** Published when an operator cancels it after it completed; participants undo their part on it. Default: it is refused. */
  readonly onRevoked?: (view: ViewOf<Start, Steps, Failed>) => Concluded<Publishes>;
  /** Published for each late completion that was added to the result. Default: nothing. */
  readonly onAppended?: (view: ViewOf<Start, Steps, Failed>, late: LateCompletion) => Concluded<Publishes>;
  /**
   * For a child: what its parent is told, in the conversation that started its own, together with the decision: one result,
   * completed or rejected, and that it has been undone. Whoever has no parent tells nobody. Default: it is no child.
   */
  readonly reports?: {
    readonly completed: (view: CompletedViewOf<Start, Steps, Failed, EndsOf<Joined, Whole>>) => Concluded<Publishes>;
    readonly rejected: (view: ViewOf<Start, Steps, Failed>) => Concluded<Publishes>;
    /** Its parent may wait for that as `compensatedBy`. Needed where it can be cancelled; it may also give nothing. */
    readonly closed?: (view: ClosedViewOf<Start, Steps, Failed>) => Concluded<Publishes> | undefined;
    /** Instead of `completed`, for what `onForced` concludes. */
    readonly forced?: (view: ViewOf<Start, Steps, Failed>) => Concluded<Publishes>;
  };
  /** What is kept in the main database, written with each change of status once there is an outcome. */
  readonly packaged?: {
    /** Table of the schema `main`, whose key is the column `id`. */
    readonly table: string;
    readonly row: (view: ViewOf<Start, Steps, Failed>) => PackagedRow;
  };
  /** What people know an instance by, such as the number of an order; operators find it by that. Default: none. */
  readonly businessKey?: (start: DataOf<EachOf<Start>>) => string;
}

/** Whether a saga that completes has all its steps. */
export type EndsOf<Joined, Whole> = Joined extends 'all' ? (Whole extends 'partial' ? 'some' : 'all') : 'some';

/** The same functions as the engine calls them: it builds each view from the definition that its type was inferred from. */
export interface UntypedFunctions {
  readonly accepts?: Readonly<Record<string, ((data: unknown, opening: unknown) => boolean) | undefined>>;
  readonly ignores?: Readonly<Record<string, ((data: unknown) => boolean) | undefined>>;
  readonly items?: Readonly<
    Record<string, { keys: (data: unknown) => readonly string[]; keyOf: (data: unknown) => string } | undefined>
  >;
  readonly asks?: Readonly<
    Record<string, Readonly<Record<string, (view: unknown, item: string) => Draft>> | undefined>
  >;
  readonly condition?: (view: unknown) => JoinVerdict;
  readonly onCompleted: (view: unknown) => Draft;
  readonly onRejected: (view: unknown) => Draft;
  readonly onClosed?: (view: unknown) => Draft;
  readonly onForced?: (view: unknown) => Draft;
  readonly onRevoked?: (view: unknown) => Draft;
  readonly onAppended?: (view: unknown, late: LateCompletion) => Draft;
  readonly reports?: {
    readonly completed: (view: unknown) => Draft;
    readonly rejected: (view: unknown) => Draft;
    readonly closed?: (view: unknown) => Draft | undefined;
    readonly forced?: (view: unknown) => Draft;
  };
  readonly packaged?: { readonly table: string; readonly row: (view: unknown) => PackagedRow };
  readonly businessKey?: (start: unknown) => string;
}
