import { survey, type DeadLetterDesk } from './desk.ts';
import { causeIn, describe, particularsOf, type DeadLetter, type Particulars } from './describe.ts';
import { entryOf } from '../fold.ts';

/**
 * What an agent holds now, of all conversations or of one: by partition in the order of the log, those that hold up their
 * conversation before those that do not.
 * @throws TroupeError KAFKA_UNAVAILABLE · TOPIC_MISMATCH
 */
export const listDeadLetters = async (
  desk: DeadLetterDesk,
  of: { readonly conversation?: string } = {},
): Promise<readonly DeadLetter[]> => {
  const known = new Map<string, Particulars>();
  const { letters } = await survey(desk, of, ({ record, key, item }, soFar) => {
    const id = item.kind === 'entry' ? item.id : 'entry' in item ? item.entry : undefined;
    if (id === undefined) return;
    const particulars = known.get(id);
    // Whatever is dealt with takes no room any more.
    if (entryOf(soFar.holds.get(key), id) === undefined) known.delete(id);
    else if (particulars === undefined) known.set(id, particularsOf(record));
    else if (item.kind === 'failed') known.set(id, { ...particulars, cause: causeIn(record) });
  });
  return [...letters.holds]
    .filter(([key]) => of.conversation === undefined || key === of.conversation)
    .flatMap(([key, { line, aside }]) =>
      [...line.values(), ...aside.values()].flatMap((entry) => {
        const particulars = known.get(entry.id);
        return particulars === undefined ? [] : [describe(entry, key, particulars)];
      }),
    );
};
