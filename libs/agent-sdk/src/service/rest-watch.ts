/** Tells when a process has come to rest after it has worked. */
export interface RestWatch {
  /**
   * Looks at the milliseconds of CPU that the process has used so far, and the time on a clock that only goes forward. True
   * once after each stretch of work, its start among them: when it has used next to nothing since the last look.
   */
  look(cpuMs: number, nowMs: number): boolean;
}

/** As a part of one core. */
const CALM = 0.1;

/** A watch over a process that has worked until now. */
export const createRestWatch = (cpuMs: number, nowMs: number): RestWatch => {
  let last = { cpuMs, nowMs };
  let worked = true;
  return {
    look: (cpu, now) => {
      const isCalm = cpu - last.cpuMs < CALM * (now - last.nowMs);
      last = { cpuMs: cpu, nowMs: now };
      const hasComeToRest = isCalm && worked;
      worked = !isCalm;
      return hasComeToRest;
    },
  };
};
