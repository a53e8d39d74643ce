/** What a search may use. */
export interface Budget {
  /** Says that so many more expressions were tried. */
  readonly spend: (expressions: number) => void;
  /** Whether anything is left, of expressions and of time. */
  readonly isLeft: () => boolean;
  /** How many expressions were tried so far. */
  readonly spent: () => number;
  /** A budget of so many expressions at most; what is spent of it is spent of the whole. */
  readonly part: (expressions: number) => Budget;
}

interface BudgetOptions {
  readonly expressions: number;
  /** When time is up, on the clock that is given, in milliseconds. */
  readonly until: number;
  readonly now: () => number;
  /** Told of what is spent, so that the whole knows of its parts. */
  readonly spend?: (expressions: number) => void;
}

/** Makes a budget of which nothing is spent. */
export const createBudget = ({ expressions, until, now, spend = () => undefined }: BudgetOptions): Budget => {
  let spent = 0;
  const budget: Budget = {
    spend: (more) => {
      spent += more;
      spend(more);
    },
    isLeft: () => spent < expressions && now() < until,
    spent: () => spent,
    part: (most) => createBudget({ expressions: Math.min(most, expressions - spent), until, now, spend: budget.spend }),
  };
  return budget;
};
