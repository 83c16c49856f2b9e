import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ZipEntry, zip } from './zip.js';

const folder = mkdtempSync(join(tmpdir(), 'zip '));
afterAll(() => rmSync(folder, { recursive: true }));

const entries: ZipEntry[] = [
  { path: 'index.mjs', contents: Buffer.from('export const handler = () => 1;\n'.repeat(100)) },
  { path: 'data/ä.txt', contents: Buffer.from('ä') },
  { path: 'empty', contents: Buffer.alloc(0) },
];

/** Read by an implementation of somebody else, with the time and the rights of each file. */
function listed(archive: Buffer): unknown {
  const file = join(folder, 'a.zip');
  writeFileSync(file, archive);
  const script = `import json, sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
print(json.dumps([[i.filename, i.date_time, oct(i.external_attr >> 16), z.read(i).decode()] for i in z.infolist()]))`;
  return JSON.parse(execFileSync('python3', ['-c', script, file], { encoding: 'utf8' }));
}

test('another implementation reads every file, of one time and readable by all', () => {
  const time = [1980, 1, 1, 0, 0, 0];
  expect(listed(zip(entries))).toEqual([
    ['data/ä.txt', time, '0o100644', 'ä'],
    ['empty', time, '0o100644', ''],
    ['index.mjs', time, '0o100644', entries[0]?.contents.toString()],
  ]);
});

test('the order in which files are given does not matter', () => {
  expect(zip(entries.toReversed()).equals(zip(entries))).toBe(true);
});

test('other contents give another archive, and text is compressed', () => {
  const changed = entries.map((each) => ({
    ...each,
    contents: Buffer.concat([each.contents, Buffer.from('x')]),
  }));
  expect(zip(changed).equals(zip(entries))).toBe(false);
  expect(zip(entries).length).toBeLessThan(600);
});
