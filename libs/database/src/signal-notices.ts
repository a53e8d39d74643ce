/** Something that is true for a moment: that somebody types, or the next words of an answer. It is in no log. */
export interface Signal {
  readonly conversationId: string;
  /** What it is, in kebab-case: `typing`, `answer-text`. */
  readonly kind: string;
  /** Whatever JSON holds. */
  readonly data: unknown;
}

/** What a notification of Postgres holds, less a margin for what is around it. */
const LONGEST_NOTICE = 7_900;

const noticeOf = (conversationId: string, kind: string, texts: readonly string[]): string =>
  `{"c":${JSON.stringify(conversationId)},"k":${JSON.stringify(kind)},"d":[${texts.join(',')}]}`;

const fits = (notice: string): boolean => Buffer.byteLength(notice) <= LONGEST_NOTICE;

/** The JSON of a signal's data; undefined when JSON cannot hold it, or a notification could not hold it even alone. */
export const textOf = ({ conversationId, kind, data }: Signal): string | undefined => {
  // What JSON cannot hold comes out as undefined, whatever the types of the library say.
  const text = JSON.stringify(data) as string | undefined;
  return text !== undefined && fits(noticeOf(conversationId, kind, [text])) ? text : undefined;
};

/** Signals of one conversation and kind, in their order, in as few notifications as can hold them. */
export const noticesOf = (conversationId: string, kind: string, texts: readonly string[]): readonly string[] => {
  const notices: string[] = [];
  let packed: string[] = [];
  for (const text of texts) {
    if (packed.length > 0 && !fits(noticeOf(conversationId, kind, [...packed, text]))) {
      notices.push(noticeOf(conversationId, kind, packed));
      packed = [];
    }
    packed.push(text);
  }
  return packed.length === 0 ? notices : [...notices, noticeOf(conversationId, kind, packed)];
};

/** The signals in a notification; none in what is no such notification. */
export const signalsIn = (notice: string): readonly Signal[] => {
  try {
    // Checked field by field below.
    const { c, k, d } = JSON.parse(notice) as { readonly c?: unknown; readonly k?: unknown; readonly d?: unknown };
    if (typeof c !== 'string' || typeof k !== 'string' || !Array.isArray(d)) return [];
    return d.map((data: unknown) => ({ conversationId: c, kind: k, data }));
  } catch {
    return [];
  }
};
