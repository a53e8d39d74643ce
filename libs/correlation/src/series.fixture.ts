/** Numbers between -1 and 1 that look drawn, always the same for a seed: a linear congruence. */
export const noise = (seed: number, count: number): readonly number[] => {
  let state = (seed * 2_654_435_761) % 4_294_967_296;
  return Array.from({ length: count }, () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 2_147_483_648 - 1;
  });
};

/** A series that forgets what it was slowly: each value is `memory` of the one before, and something new. */
export const wandering = (seed: number, count: number, memory: number): readonly number[] => {
  let value = 0;
  return noise(seed, count).map((news) => (value = memory * value + news));
};
