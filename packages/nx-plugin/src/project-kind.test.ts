import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectKind } from './project-kind.js';

const folder = mkdtempSync(join(tmpdir(), 'project kind '));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['service', 'template.yaml'],
  ['client', 'openapi.yaml'],
])('a folder is a %s when it holds %s', (kind, file) => {
  const project = join(folder, kind);
  mkdirSync(project);
  writeFileSync(join(project, file), '');
  expect(projectKind(project)).toBe(kind);
});

test('a folder with sources alone is a tool, an empty one is nothing', () => {
  mkdirSync(join(folder, 'tool', 'src'), { recursive: true });
  writeFileSync(join(folder, 'tool', 'src', 'index.ts'), '');
  mkdirSync(join(folder, 'empty', 'src'), { recursive: true });
  expect(projectKind(join(folder, 'tool'))).toBe('tool');
  expect(projectKind(join(folder, 'empty'))).toBeUndefined();
});
