/** The number of partitions of an environment that says nothing else. */
export const DEFAULT_PARTITIONS = 6;
