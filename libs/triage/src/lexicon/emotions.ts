import { emojiEmotion } from 'emoji-emotion';

const EMOTICONS: Readonly<Record<string, number>> = {
  ':)': 2, ':-)': 2, '=)': 2, ':]': 2, ':d': 3, ':-d': 3, '=d': 3, ';)': 1, ';-)': 1, ':p': 1, ':-p': 1, ';p': 1, '8)': 1, '<3': 3, ':o)': 2,
  ':(': -3, ':-(': -3, '=(': -3, ":'(": -4, ':[': -3, ':/': -2, ':-/': -2, '=/': -2, ':\\': -2, ':|': -1, '</3': -3, ':o': -1,
}; // prettier-ignore

const EMOJI: ReadonlyMap<string, number> = new Map(
  emojiEmotion.map(({ emoji, polarity }) => [emoji.replaceAll('\uFE0F', ''), polarity]),
);

/** Signs that are laid on people who did badly or well, beside what faces say. */
const GESTURES: ReadonlyMap<string, number> = new Map(
  Object.entries({ '👎': -4, '🖕': -5, '😒': -3, '🙄': -3, '😤': -3, '😡': -4, '😠': -4, '💩': -3, '👏': 2, '👍': 3, '🙏': 1, '❤': 3, '💙': 3, '💜': 3, '💚': 3, '💛': 3, '✈': 0 }), // prettier-ignore
);

/** Repeated mouths say the same as one: ":)))" is ":)". */
const plain = (sign: string): string =>
  sign
    .toLowerCase()
    .replaceAll('\uFE0F', '')
    .replace(/([()\[\]])\1+$/, '$1');

/** What an emoji or emoticon feels, from -5 (bad) to 5 (good); 0 when that is not known. */
export const feelingOf = (sign: string): number => {
  const face = plain(sign);
  return EMOTICONS[face] ?? GESTURES.get(face) ?? EMOJI.get(face) ?? 0;
};
