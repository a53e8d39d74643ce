const RESERVED = new Set(
  `arguments await boolean break case catch class const continue debugger default delete do double else enum eval export
  extends false finally float for function if implements import in instanceof int interface let long new null package
  private protected public return static super switch this throw true try typeof undefined var void while with yield`.split(
    /\s+/,
  ),
);

/** The longest name of a function, a parameter or a module. */
export const LONGEST_NAME = 80;

/** Whether a function or a parameter may be called this: camelCase of letters and digits, and no word of the language. */
export const isIdentifier = (name: string): boolean =>
  /^[a-z][A-Za-z0-9]*$/.test(name) && name.length <= LONGEST_NAME && !RESERVED.has(name);

/** Whether a module may be called this: lower-case words, joined by hyphens. It is then also a safe name of a file. */
export const isModuleName = (name: string): boolean =>
  /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) && name.length <= LONGEST_NAME;
