const LONGEST = 80;

/** What a person wrote, as a question repeats it: not at any length. */
export const quoted = (text: string): string => (text.length > LONGEST ? `"${text.slice(0, LONGEST)}…"` : `"${text}"`);
