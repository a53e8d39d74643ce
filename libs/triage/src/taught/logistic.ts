/** One example: which features it has, and how much of each. */
export interface SparseRow {
  readonly indices: Uint32Array;
  readonly values: Float64Array;
}

/** What a regression is made from. */
export interface LogisticProblem {
  readonly rows: readonly SparseRow[];
  /** Of each row: whether it is what is looked for. */
  readonly labels: readonly boolean[];
  readonly features: number;
  /** How much a weight costs, in examples: the weight of the L2 penalty. The bias costs nothing. */
  readonly penalty: number;
}

/** What comes of it: log-odds are bias plus weights times values. */
export interface LogisticFit {
  readonly bias: number;
  readonly weights: Float64Array;
}

const STEPS = 200;
const CLOSE_ENOUGH = 1e-6;
const HISTORY = 8;

/** The probability that belongs to log-odds. */
export const sigmoid = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

/** The log-odds of a probability. */
export const logit = (probability: number): number => Math.log(probability / (1 - probability));

/** log(1 + exp(x)), without overflow. */
const softplus = (x: number): number => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)));

/** Log-odds of a row. The bias is the last parameter. */
const logOddsOf = ({ indices, values }: SparseRow, parameters: Float64Array): number => {
  let sum = parameters[parameters.length - 1] ?? 0;
  for (let nth = 0; nth < indices.length; nth += 1) sum += (parameters[indices[nth] ?? 0] ?? 0) * (values[nth] ?? 0);
  return sum;
};

const dot = (one: Float64Array, other: Float64Array): number => {
  let sum = 0;
  for (let nth = 0; nth < one.length; nth += 1) sum += (one[nth] ?? 0) * (other[nth] ?? 0);
  return sum;
};

const plus = (one: Float64Array, times: number, other: Float64Array): Float64Array =>
  one.map((value, nth) => value + times * (other[nth] ?? 0));

interface Loss {
  readonly value: number;
  readonly gradient: Float64Array;
}

const lossAt = ({ rows, labels, features, penalty }: LogisticProblem, parameters: Float64Array): Loss => {
  const gradient = parameters.map((value, nth) => (nth < features ? penalty * value : 0));
  let value = (penalty / 2) * dot(parameters.subarray(0, features), parameters.subarray(0, features));
  rows.forEach((row, nth) => {
    const logOdds = logOddsOf(row, parameters);
    const label = labels[nth] === true ? 1 : 0;
    value += softplus(logOdds) - label * logOdds;
    const error = sigmoid(logOdds) - label;
    row.indices.forEach((index, at) => {
      gradient[index] = (gradient[index] ?? 0) + error * (row.values[at] ?? 0);
    });
    gradient[features] = (gradient[features] ?? 0) + error;
  });
  return { value, gradient };
};

interface Move {
  readonly step: Float64Array;
  readonly change: Float64Array;
}

/** Where L-BFGS goes next: the gradient, bent by how it changed in the latest moves. */
const directionOf = (gradient: Float64Array, moves: readonly Move[]): Float64Array => {
  const factors: number[] = [];
  let direction: Float64Array = gradient.map((value) => -value);
  for (const { step, change } of moves.toReversed()) {
    const factor = dot(step, direction) / dot(step, change);
    factors.push(factor);
    direction = plus(direction, -factor, change);
  }
  const last = moves.at(-1);
  if (last !== undefined) {
    const scale = dot(last.step, last.change) / dot(last.change, last.change);
    direction = direction.map((value) => value * scale);
  }
  moves.forEach(({ step, change }, nth) => {
    const factor = factors[factors.length - 1 - nth] ?? 0;
    direction = plus(direction, factor - dot(change, direction) / dot(step, change), step);
  });
  return direction;
};

const SUFFICIENT = 1e-4;
const HALVINGS = 30;

interface Point {
  readonly at: Float64Array;
  readonly loss: Loss;
}

/** The first of ever shorter steps that lowers the loss enough; undefined when none does. */
const stepFrom = (problem: LogisticProblem, { at, loss }: Point, direction: Float64Array): Point | undefined => {
  const slope = dot(loss.gradient, direction);
  for (let size = 1, nth = 0; nth < HALVINGS; size /= 2, nth += 1) {
    const next = plus(at, size, direction);
    const nextLoss = lossAt(problem, next);
    if (nextLoss.value <= loss.value + SUFFICIENT * size * slope) return { at: next, loss: nextLoss };
  }
  return undefined;
};

/** The weights that fit the examples best, by L-BFGS: the same ones for the same problem, always. */
export const fitLogistic = (problem: LogisticProblem): LogisticFit => {
  const origin = new Float64Array(problem.features + 1);
  let point: Point = { at: origin, loss: lossAt(problem, origin) };
  let moves: readonly Move[] = [];
  for (let nth = 0; nth < STEPS; nth += 1) {
    const next = stepFrom(problem, point, directionOf(point.loss.gradient, moves));
    if (next === undefined) break;
    const move = { step: plus(next.at, -1, point.at), change: plus(next.loss.gradient, -1, point.loss.gradient) };
    const gain = point.loss.value - next.loss.value;
    moves = [...moves, move].slice(-HISTORY);
    point = next;
    if (gain < CLOSE_ENOUGH * Math.abs(point.loss.value)) break;
  }
  return { bias: point.at[problem.features] ?? 0, weights: point.at.slice(0, problem.features) };
};
