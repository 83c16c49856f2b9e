import { stableId, stableUuid } from './names.js';
import { didYouMean } from './near-names.js';

test('a UUID has the form of version 4, is the same for one seed and another for another', () => {
  expect(stableUuid('a')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(stableUuid('a')).toBe(stableUuid('a'));
  expect(stableUuid('a')).not.toBe(stableUuid('b'));
});

test.each([6, 10, 40])('an id has the %d lower-case letters and digits that are asked for', (length) => {
  expect(stableId('a', length)).toMatch(new RegExp(`^[0-9a-z]{${length}}$`));
  expect(stableId('a', length)).not.toBe(stableId('b', length));
});

test('the nearest known name is suggested, whatever its case', () => {
  expect(didYouMean('queuename', ['Tags', 'QueueName'])).toBe(" Did you mean 'QueueName'?");
  expect(didYouMean('Nmae', ['Name', 'Fame'])).toBe('');
  expect(didYouMean('Names', ['Game', 'Name'])).toBe(" Did you mean 'Name'?");
});

test('a name that is far from all is left alone', () => {
  expect(didYouMean('Colour', ['QueueName'])).toBe('');
  expect(didYouMean('S3', ['SQS'])).toBe('');
  expect(didYouMean('', ['Name'])).toBe('');
});
