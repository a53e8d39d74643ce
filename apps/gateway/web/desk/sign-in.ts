import { h, type ComponentChild } from 'preact';
import { useState } from 'preact/hooks';
import { Refused } from '../shared/api.ts';
import { signIn } from './actions.ts';

/** Where somebody signs in. */
export const SignIn = (): ComponentChild => {
  const [token, setToken] = useState('');
  const [problem, setProblem] = useState('');
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    try {
      await signIn(token.trim());
    } catch (error) {
      const unknown = error instanceof Refused && error.problem.status === 401;
      setProblem(unknown ? 'Nobody here has this token.' : error instanceof Error ? error.message : 'Try again.');
    }
  };
  return h(
    'main',
    { class: 'sign-in' },
    h(
      'form',
      { onSubmit: (event: Event) => void submit(event) },
      h('h1', null, 'Support desk'),
      h('label', { for: 'token' }, 'Your token'),
      h('input', {
        ...{ id: 'token', type: 'password', autoComplete: 'current-password', required: true, autofocus: true },
        value: token,
        'aria-describedby': 'token-help',
        onInput: (event: Event) => setToken((event.target as HTMLInputElement).value),
      }),
      h('p', { class: 'problem', role: 'alert' }, problem),
      h('button', { type: 'submit', class: 'primary' }, 'Sign in'),
      h(
        'p',
        { id: 'token-help', class: 'quiet' },
        'It was drawn for you by ',
        h('code', null, 'npm run operators'),
        '.',
      ),
    ),
  );
};
