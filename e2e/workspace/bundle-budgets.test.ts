import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFunction } from '@atoll/lambda-bundle';
import { readSystem } from '../../packages/nx-plugin/src/system/read-system.js';
import { mapAt, valueAt } from '../../packages/nx-plugin/src/template/json.js';

const workspace = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'bundle budgets '));
afterAll(() => rmSync(folder, { recursive: true }));

const budgets: Record<string, number> = JSON.parse(
  readFileSync(join(import.meta.dirname, 'bundle-budgets.json'), 'utf8'),
);
const functions = readSystem(join(workspace, 'template.yaml')).services.flatMap(
  ({ service, directory, value }) =>
    [
      ...new Set(
        Object.values(mapAt(value, 'Resources')).flatMap((each) => {
          const codeUri = valueAt(each, 'Properties', 'CodeUri');
          const name = /^dist\/([\w.-]+)$/.exec(String(codeUri))?.[1];
          return name === undefined ? [] : [name];
        }),
      ),
    ].map((name) => ({ key: `${service}/${name}`, service, entry: join(directory, 'src', `${name}.ts`) })),
);

test('every bundled function has a budget, and every budget a function', () => {
  expect(Object.keys(budgets).sort()).toEqual(functions.map(({ key }) => key).sort());
});

test.each(functions)('the bundle of $key is within its budget', async ({ key, entry }) => {
  const { bytes } = await bundleFunction(entry, join(folder, key), { minify: true });
  const kibibytes = Math.ceil(bytes / 1024);
  expect({ key, kibibytes, within: kibibytes <= (budgets[key] ?? 0) }).toEqual({
    key,
    kibibytes,
    within: true,
  });
});
