import type { SpecQuestion } from '@troupe/contracts';
import { isIdentifier, type Parameter, type Signature, type ValueType } from '@troupe/feature-spec';
import type { Assumption } from '../doubts/assumption.ts';
import type { Case } from '../steps/case.ts';
import { found, type Finding } from '../doubts/finding.ts';
import { camelCase, functionNameOf } from '../binding/names.ts';
import type { ParameterDraft } from '../binding/parameters.ts';
import { question, type Answers } from '../doubts/question.ts';

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth'];

/** A parameter that nothing names is called by its type. */
const byType = (type: ValueType): string => {
  if (type.startsWith('list<')) return 'items';
  if (type === 'boolean') return 'flag';
  return type === 'number' ? 'number' : 'text';
};

/** Two of one name are told apart by their order. */
const distinctNames = (names: readonly string[]): readonly string[] =>
  names.map((name, index) => {
    const same = names.flatMap((other, at) => (other === name ? [at] : []));
    return same.length < 2 ? name : (camelCase(`${ORDINALS[same.indexOf(index)] ?? 'another'} ${name}`) ?? name);
  });

const CALL =
  /\b(?:call(?:s|ed|ing)?|invok(?:e|es|ed|ing))\s+(?:the\s+)?(?:function\s+)?[`"']?([A-Za-z_]\w*)[`"']?(?=\s*\(|\s+(?:function|with|on|for)\b|\s*$)/i;
const WRITTEN_CALL = /\b([a-z]\w*)\((?=[^)]*\))/;

const NO_NAMES = new Set(['function', 'with', 'on', 'for', 'it', 'the', 'a', 'an']);

/** The function that a step calls by its name. */
const calledIn = (text: string): string | undefined => {
  const [, name] = WRITTEN_CALL.exec(text) ?? CALL.exec(text) ?? [];
  return name === undefined || NO_NAMES.has(name.toLowerCase()) ? undefined : camelCase(name.replace(/_/g, ' '));
};

const calledName = (cases: readonly Case[]): string | undefined => {
  const names = cases.map(({ steps }) =>
    steps.map(({ text, kind }) => (kind === 'when' ? calledIn(text) : undefined)).find((name) => name !== undefined),
  );
  const [first, ...others] = new Set(names);
  return others.length === 0 ? first : undefined;
};

const askForName = (what: string): SpecQuestion =>
  question('name-unusable', {
    ask: `${what} makes no name for code: it needs Latin letters. Answer with a name in camelCase.`,
    subject: what,
  });

const named = (name: string | undefined, what: string, answers: Answers): Finding<string> => {
  if (name !== undefined) return found(name);
  const asked = askForName(what);
  const answer = answers.get(asked.id)?.trim() ?? '';
  return isIdentifier(answer) ? found(answer) : found('unnamed', { questions: [asked] });
};

/** What the function may be called by, the best first. */
export interface Titles {
  /** The name of the feature in its text. */
  readonly feature: string;
  /** The title of the request. */
  readonly title: string;
}

const functionName = (cases: readonly Case[], { feature, title }: Titles, answers: Answers): Finding<string> =>
  named(
    calledName(cases) ?? functionNameOf(feature) ?? functionNameOf(title),
    `The title "${feature || title}"`,
    answers,
  );

const parameterName = (draft: ParameterDraft, type: ValueType, answers: Answers): Finding<string> => {
  if (draft.isSaid) return named(draft.name, `"${draft.written}"`, answers);
  const about = draft.written;
  const assumption: Assumption =
    draft.name === undefined ? { rule: 'name-from-type', about: type } : { rule: 'name-from-words', about };
  return found(draft.name ?? byType(type), { assumptions: [assumption] });
};

/** What is known about a signature before its names are settled. */
export interface SignatureOptions {
  readonly cases: readonly Case[];
  readonly drafts: readonly ParameterDraft[];
  readonly types: readonly ValueType[];
  readonly returns: ValueType;
  readonly titles: Titles;
  readonly answers: Answers;
}

/** The function with all of its names, each of them different. */
export const signatureOf = ({
  cases,
  drafts,
  types,
  returns,
  titles,
  answers,
}: SignatureOptions): Finding<Signature> => {
  const name = functionName(cases, titles, answers);
  const named = drafts.map((draft, index) => parameterName(draft, types[index] ?? 'string', answers));
  const names = distinctNames(named.map(({ value }) => value));
  const parameters: readonly Parameter[] = names.map((parameter, index) => ({
    name: parameter,
    type: types[index] ?? 'string',
  }));
  const isTaken = names.includes(name.value);
  return found(
    { functionName: isTaken ? (camelCase(`compute ${name.value}`) ?? name.value) : name.value, parameters, returns },
    {
      questions: [name, ...named].flatMap(({ questions }) => questions),
      assumptions: named.flatMap(({ assumptions }) => assumptions),
    },
  );
};
