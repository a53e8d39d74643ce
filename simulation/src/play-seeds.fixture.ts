import { drawPlan } from './plan.ts';
import { simulate } from './simulate.ts';

/** Plays seeds; what they violate, with the command that tells how. */
export const playSeeds = async (from: number, count: number): Promise<readonly string[]> => {
  const complaints: string[] = [];
  for (let seed = from; seed < from + count; seed += 1) {
    const { findings } = await simulate(drawPlan(seed));
    const [first] = findings;
    if (first !== undefined)
      complaints.push(`seed ${seed} violates ${first.invariant}: ${first.what} (npm run simulate -- --seed ${seed})`);
  }
  return complaints;
};
