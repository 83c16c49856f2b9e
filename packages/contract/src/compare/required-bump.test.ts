import { requiredBump } from './required-bump.js';

test('the greatest level decides, and nothing asks for nothing', () => {
  expect(requiredBump([])).toBe('none');
  expect(requiredBump([{ level: 'neutral' }])).toBe('patch');
  expect(requiredBump([{ level: 'neutral' }, { level: 'additive' }])).toBe('minor');
  expect(requiredBump([{ level: 'additive' }, { level: 'breaking' }, { level: 'neutral' }])).toBe('major');
});
