/** How long a server in a JVM is expected to live: minutes, as in a test, or as in production. */
export type JvmLife = 'short' | 'long';

/**
 * Servers of a test are started often and live for minutes, in which the optimising compiler and a collector with threads of
 * its own cost more than they spare: half of the broker's processor time. `long` leaves the choice to Java.
 */
export const jvmFlags = (life: JvmLife): readonly string[] =>
  life === 'short' ? ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'] : ['-XX:+UseG1GC'];
