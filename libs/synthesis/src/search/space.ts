import { elementOf, listOf, type ScalarType, type ValueType } from '@troupe/feature-spec';
import { compile, type Environment } from '../evaluate.ts';
import { slotsOf, type Expression } from '../expression.ts';
import { itemAt } from '../operators/any-list.ts';
import { equalityOf } from '../operators/booleans.ts';
import { operatorsFor } from '../operators/catalogue.ts';
import type { Operator } from '../operators/operator.ts';
import { lambdaParts, lambdaType, type Lambda } from '../types.ts';
import { createBank, type Bank } from './bank.ts';
import type { Pool } from './constants.ts';
import type { Categories } from './categories.ts';
import { constantEntry, expressionOf, typeOfScalar, type Entry } from './entry.ts';
import type { Goal } from './shelf.ts';
import { thresholdsOf, type BoundaryTaste } from './thresholds.ts';

/** What expressions are made of, and where they are tried. */
export interface SpaceOptions {
  readonly slots: readonly ValueType[];
  /** What the variables stand for, once for each case. */
  readonly environments: readonly Environment[];
  /** The slots that hold places of items. */
  readonly places: readonly number[];
  readonly types: ReadonlySet<ValueType>;
  readonly operators: readonly Operator[];
  readonly constants: Pool;
  /** Variables that are only compared, with what they are compared with. */
  readonly categories: Categories;
  readonly costOf: (operator: Operator) => number;
  readonly taste: BoundaryTaste;
  readonly found: (entry: Entry) => void;
  /** Told of results of this type with these values, also when they are not new. */
  readonly goal?: Goal;
  /** Told of decisions and leaves that behave as something cheaper does. */
  readonly passedOver?: (entry: Entry) => void;
}

/** A bank that grows together with the banks of the functions that it takes. */
export interface Space {
  readonly bank: Bank;
  readonly grow: (cost: number) => Generator<void, void>;
  readonly counts: Bank['counts'];
}

const [IS_SAME_TEXT] = equalityOf('string');

const variable = (slot: number, type: ValueType): Expression => ({ kind: 'variable', slot, type });

const VARIABLE_COST = 1;
const BESIDE_COST = 2;
/** The place of an item matters in few functions. */
const PLACE_COST = 3;
/** Numbers that cost more are no reasons of decisions. */
const DEAREST_REASON = 8;
/** Items that functions of items are tried on, and how many such functions are kept. */
const MOST_ITEMS = 40;
const MOST_FUNCTIONS = 3_000;
/** Functions of items are used by an operator, on a list: they are needed by so much later. */
const LAMBDA_LAG = 2;

/** A string of few values is a name of something: it is compared, and hardly ever looked into. */
const CATEGORY_COST = 4;
const IS_CATEGORY_COST = 4;
const IS_NAMED_CATEGORY_COST = 3;

const plantVariable = (bank: Bank, { environments, categories }: SpaceOptions, slot: number, entry: Entry): void => {
  const category = categories.get(slot);
  bank.plant(category?.isClosed ? { ...entry, cost: CATEGORY_COST } : entry);
  for (const { value, isNamed } of category?.values ?? [])
    bank.plant({
      type: 'boolean',
      cost: isNamed ? IS_NAMED_CATEGORY_COST : IS_CATEGORY_COST,
      values: entry.values.map((one) => one === value),
      made: { operator: IS_SAME_TEXT, operands: [entry, constantEntry(value, environments.length, 1)] },
    });
};

/** Lists that are as long as the one that is gone through: the item at the same place in each. */
const plantBeside = (bank: Bank, { slots, environments }: SpaceOptions, place: number): void => {
  for (const [slot, type] of slots.entries()) {
    const item = elementOf(type);
    if (!item) continue;
    const operator = itemAt(item);
    const values = environments.map((environment) => {
      const [list, index] = [environment[slot], environment[place]];
      return typeof list === 'object' && typeof index === 'number' ? list[index] : undefined;
    });
    const operands = [variable(slot, type), variable(place, 'number')];
    const leaf: Expression = { kind: 'call', operator, operands };
    if (!values.includes(undefined)) bank.plant({ type: item, cost: BESIDE_COST, values, made: { leaf } });
  }
};

const plantLeaves = (bank: Bank, options: SpaceOptions): void => {
  const { slots, places, environments, constants, types } = options;
  for (const [slot, type] of slots.entries()) {
    const cost = places.includes(slot) ? PLACE_COST : VARIABLE_COST;
    const values = environments.map((environment) => environment[slot]);
    plantVariable(bank, options, slot, { type, cost, values, made: { leaf: variable(slot, type) } });
  }
  for (const place of places) plantBeside(bank, options, place);
  for (const [value, cost] of constants)
    if (types.has(typeOfScalar(value))) bank.plant(constantEntry(value, environments.length, cost));
};

const takesLambda = ({ takes }: Operator): boolean => takes.some((type) => lambdaParts(type) !== undefined);

/** A bank of expressions without functions of items. */
const flatBank = (options: SpaceOptions): Bank => {
  const bank = createBank({
    cases: options.environments.length,
    operators: options.operators,
    costOf: options.costOf,
    ...(options.goal && { goal: options.goal }),
    ...(options.passedOver && { passedOver: options.passedOver }),
    found: (entry) => {
      if (entry.type === 'number' && entry.cost <= DEAREST_REASON)
        for (const seed of thresholdsOf(entry, options.taste)) bank.plant(seed);
      options.found(entry);
    },
  });
  plantLeaves(bank, options);
  return bank;
};

/** Evenly spread, when there are too many. */
const sample = <Item>(items: readonly Item[], most: number): readonly Item[] =>
  items.length <= most ? items : items.filter((_, index) => index % Math.ceil(items.length / most) === 0);

const listsOf = (item: ScalarType, { slots }: SpaceOptions): readonly Expression[] =>
  slots.flatMap((type, slot): readonly Expression[] => {
    const variable: Expression = { kind: 'variable', slot, type };
    const calls = operatorsFor(new Set([type, listOf(item)])).filter(
      ({ takes, gives }) => takes.length === 1 && takes[0] === type && gives === listOf(item) && type !== gives,
    );
    const made = calls.map((operator): Expression => ({ kind: 'call', operator, operands: [variable] }));
    return type === listOf(item) ? [variable] : made;
  });

/** Every case with every item that a function of such items can meet in it. */
const itemEnvironments = (item: ScalarType, options: SpaceOptions): readonly Environment[] => {
  const lists = listsOf(item, options).map(compile);
  const all = options.environments.flatMap((environment) =>
    lists.flatMap((list) => {
      const items = list([...environment]);
      return typeof items === 'object' ? items.map((value, index) => [...environment, value, index]) : [];
    }),
  );
  return sample(
    [...new Map(all.map((environment) => [JSON.stringify(environment), environment])).values()],
    MOST_ITEMS,
  );
};

const lambdasOf = (body: Expression, slot: number, environments: readonly Environment[]): readonly Lambda[] => {
  const compiled = compile(body);
  return environments.map((outer) => {
    const environment = [...outer];
    return (item, index) => {
      environment[slot] = item;
      environment[slot + 1] = index;
      return compiled(environment);
    };
  });
};

/** A bank of functions of such items, which plants them in the outer one. */
const functionsOf = (item: ScalarType, outer: SpaceOptions, plantIn: Bank): Bank | undefined => {
  const environments = itemEnvironments(item, outer);
  if (environments.length < 2) return undefined;
  const slot = outer.slots.length;
  const reads = new WeakMap<Entry, boolean>();
  const readsItem = (entry: Entry): boolean => {
    const { made } = entry;
    const known =
      reads.get(entry) ??
      ('leaf' in made ? [...slotsOf(made.leaf)].some((read) => read >= slot) : made.operands.some(readsItem));
    reads.set(entry, known);
    return known;
  };
  const found = (entry: Entry): void => {
    const { type, cost } = entry;
    if ((type !== 'number' && type !== 'string' && type !== 'boolean') || !readsItem(entry)) return;
    const body = expressionOf(entry);
    const leaf: Expression = { kind: 'lambda', slot, item, body };
    plantIn.plant({
      type: lambdaType(item, type),
      cost,
      values: lambdasOf(body, slot, outer.environments),
      made: { leaf },
    });
  };
  const operators = outer.operators.filter((one) => !takesLambda(one) && !one.gives.startsWith('list<'));
  const { types, constants, categories, costOf, taste } = outer;
  const slots = [...outer.slots, item, 'number'] as const;
  const places = [...outer.places, slot + 1];
  return flatBank({ types, operators, constants, categories, costOf, taste, slots, places, environments, found });
};

/** Makes a space in which nothing has grown yet. */
export const createSpace = (options: SpaceOptions): Space => {
  const bank = flatBank(options);
  const items = (['number', 'string', 'boolean'] as const).filter((item) => options.types.has(listOf(item)));
  const functions = items.flatMap((item) => functionsOf(item, options, bank) ?? []);
  const all = [bank, ...functions];
  return {
    bank,
    *grow(cost) {
      for (const inner of functions)
        if (cost > LAMBDA_LAG && inner.counts().kept < MOST_FUNCTIONS) yield* inner.grow(cost - LAMBDA_LAG);
      yield* bank.grow(cost);
    },
    counts: () => ({
      tried: all.reduce((sum, { counts }) => sum + counts().tried, 0),
      kept: all.reduce((sum, { counts }) => sum + counts().kept, 0),
    }),
  };
};
