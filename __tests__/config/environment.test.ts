import { givenFromInputs, givenFromShell } from '../../src/config/environment.ts';

test('inputs are read as runners write them', () => {
  expect(givenFromInputs({ 'INPUT_ACCEPT-COMMAND': 'npm test', INPUT_PROMPT: 'make\na slug', INPUT_TARGET: '', INPUT_KINDS: '  ', PATH: '/bin', INPUT_: 'x' })).toEqual({
    'accept-command': 'npm test', prompt: 'make\na slug',
  });
});

test('underscores count as dashes, and the dash wins', () => {
  expect(givenFromInputs({ INPUT_ACCEPT_COMMAND: 'a' })).toEqual({ 'accept-command': 'a' });
  expect(givenFromInputs({ INPUT_ACCEPT_COMMAND: 'a', 'INPUT_ACCEPT-COMMAND': 'b' })).toEqual({ 'accept-command': 'b' });
  expect(givenFromInputs({ INPUT_ACCEPT_COMMAND: 'a', 'INPUT_ACCEPT-COMMAND': '' })).toEqual({ 'accept-command': 'a' });
});

test('unknown inputs are kept for the warning', () => {
  expect(givenFromInputs({ INPUT_TOLKEN: 'x' })).toEqual({ tolken: 'x' });
});

test('the command line takes only secrets from its environment', () => {
  expect(givenFromShell({ GITHUB_TOKEN: ' t ', INPUT_PROMPT: 'p' })).toEqual({ token: 't' });
  expect(givenFromShell({ SELF_CODING_API_KEY: 'sk-1\n', 'INPUT_API-KEY': 'x' })).toEqual({ 'api-key': 'sk-1' });
  expect(givenFromShell({ GITHUB_TOKEN: '' })).toEqual({});
});
