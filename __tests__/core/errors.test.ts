import { ConfigError } from '../../src/core/errors.ts';

test('a configuration error lists every problem with setting, value and remedy', () => {
  const error = new ConfigError([
    { setting: 'threshold', value: 'high', problem: 'is not a number', remedy: 'Use a number such as 0.5.' },
    { setting: 'target', value: null, problem: 'is missing', remedy: 'Name the file.' },
  ]);
  expect(error.message).toBe('threshold: is not a number (given: "high"). Use a number such as 0.5.\ntarget: is missing. Name the file.');
});
