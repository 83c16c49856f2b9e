import { join } from 'node:path';
import { allContracts } from '../find-contracts.js';
import { readContract } from '../read/contract.js';
import { checkContract } from './contract.js';

const root = join(import.meta.dirname, '..', '..', '..', '..');

test.each(allContracts(root))('nothing is to be told of %s', (path) => {
  const diagnostics = checkContract(readContract(path, root), { served: true, style: true, directory: root });
  expect(diagnostics.map(({ code, place, what }) => `${place.file}:${place.line} ${code}: ${what}`)).toEqual(
    [],
  );
});
