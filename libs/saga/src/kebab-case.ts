const KEBAB_CASE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Whether a name is in kebab-case, as those of sagas, steps and agents are. */
export const isKebabCase = (name: string): boolean => KEBAB_CASE.test(name);
