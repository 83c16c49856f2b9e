import type { Rule } from './rule.js';

export const checkVersionedPaths: Rule = ({ contract, document, diagnostics }) => {
  const told = new Set<string>();
  const paths = { file: contract.file, line: 1, column: 1, pointer: '/paths' };
  for (const { path } of contract.operations) {
    if (/^\/v\d+(\/|$)/.test(path) || told.has(path)) continue;
    told.add(path);
    const place = document.fieldPlace(paths, path);
    diagnostics.warning('missing-version', place, `the path ${path} does not begin with a version`);
  }
};
