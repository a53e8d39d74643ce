/** What people are told. */
export interface Notice {
  /** One line. */
  readonly subject: string;
  /** Plain text; begins with the subject. */
  readonly text: string;
  /** The same for every attempt at this notice by this channel, and for no other: whoever honours it tells people once. */
  readonly key: string;
}

/** That the other side has taken it. */
export interface Receipt {
  /** What it said to that. */
  readonly proof: string;
  /** What the message is known by there. */
  readonly messageId: string;
}

/** A way to reach people. */
export interface Channel {
  /** Such as webhook or mail; the name of its step. */
  readonly name: string;
  /** Tells once. @throws Rejected when it will not be taken however often it is tried, or why it was not taken now */
  send(notice: Notice, signal: AbortSignal): Promise<Receipt>;
}

/** Says that a notice will not be taken, however often it is tried. */
export class Rejected extends Error {
  override readonly name = 'Rejected';
}
