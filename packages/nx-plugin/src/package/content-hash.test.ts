import { codeHash, releaseHash, unzip } from './content-hash.js';
import { zip } from './zip.js';

const entries = [
  { path: 'a/ä.txt', contents: Buffer.from('ä'.repeat(99)) },
  { path: 'index.mjs', contents: Buffer.from('export {};') },
];

test('what was zipped comes back with the same hash; one other byte gives another', () => {
  expect(unzip(zip(entries))).toEqual(entries);
  expect(codeHash(unzip(zip(entries)))).toBe(codeHash(entries));
  expect(codeHash([{ path: 'index.mjs', contents: Buffer.from('export {} ') }])).not.toBe(
    codeHash(entries.slice(1)),
  );
});

const code = `functions/${'a'.repeat(64)}.zip`;
const known = { service: 'orders', version: '1.0.0', testedWith: { b: '1', a: '2' } };
const template = (uri: string, metadata = {}) => ({ Metadata: metadata, Resources: { F: { CodeUri: uri } } });

test('neither the bucket nor the name of the release nor the order of keys makes another release', () => {
  const hash = releaseHash(known, template(code));
  expect(hash).toMatch(/^[0-9a-f]{12}$/);
  expect(
    releaseHash({ ...known, release: 'x' }, template(`s3://other/orders/${code}`, { Release: known })),
  ).toBe(hash);
  expect(
    releaseHash({ ...known, testedWith: { a: '2', b: '1' } }, { Resources: { F: { CodeUri: code } } }),
  ).toBe(hash);
  expect(releaseHash(known, template(code.replace('aa', 'ab')))).not.toBe(hash);
  expect(releaseHash({ ...known, version: '1.0.1' }, template(code))).not.toBe(hash);
  expect(releaseHash(known, template(code, { Other: 1 }))).not.toBe(hash);
});
