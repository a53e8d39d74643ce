import { numbered, type ReplyWriter } from './reply-writer.ts';

/** Who quotes. Raise the version when the search or the words of a draft change. */
export const QUOTED_BY = 'offline-bm25@1';

const BEGINNING = 'We are sorry for what happened. This is what we can tell you about it:';

/** Quotes the passages as they stand, each with its number: a person makes a reply of them. It asks nobody. */
export const quotingWriter: ReplyWriter = {
  write: ({ found }) => {
    const quotes = numbered(found).map(({ text, number }) => `${text} [${number}]`);
    return Promise.resolve({ reply: [BEGINNING, ...quotes].join('\n\n'), writtenBy: QUOTED_BY });
  },
};
