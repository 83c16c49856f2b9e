import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

const workspace = join(import.meta.dirname, '..', '..');

/** What the sources of a kind of project may import of the workspace, and what its tests may besides. */
interface Rule {
  readonly folder: RegExp;
  readonly may: RegExp;
  readonly testsMay: RegExp;
  readonly builtins: boolean;
}

const none = /^$/;
const rules: readonly Rule[] = [
  {
    folder: /^apps\//,
    may: /^@atoll\/[a-z-]+-client(\/events)?$/,
    testsMay: /^@atoll\/(embedded-dynamodb|local-aws)$/,
    builtins: true,
  },
  { folder: /^packages\/[a-z-]+-client$/, may: none, testsMay: none, builtins: false },
  { folder: /^packages\/contract$/, may: none, testsMay: /^@atoll\/embedded-dynamodb$/, builtins: true },
  { folder: /^packages\/(embedded-dynamodb|lambda-bundle)$/, may: none, testsMay: none, builtins: true },
  {
    folder: /^packages\/local-aws$/,
    may: /^@atoll\/(embedded-dynamodb|lambda-bundle)$/,
    testsMay: none,
    builtins: true,
  },
  { folder: /^packages\/nx-plugin$/, may: /^@atoll\/contract$/, testsMay: none, builtins: true },
];

const projects = ['apps', 'packages'].flatMap((folder) =>
  readdirSync(join(workspace, folder))
    .map((name) => `${folder}/${name}`)
    .filter((project) => existsSync(join(workspace, project, 'package.json'))),
);

function sourcesOf(project: string): string[] {
  return ['src', 'gen'].flatMap((folder) => {
    const root = join(workspace, project, folder);
    if (!existsSync(root)) return [];
    return readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(ts|mjs)$/.test(path) && !/(^|[\\/])testdata[\\/]/.test(path))
      .map((path) => join(root, path));
  });
}

/** Every module that a file names, as the compiler sees it: texts and comments do not count. */
function importsOf(file: string): string[] {
  return ts
    .preProcessFile(readFileSync(file, 'utf8'), true, false)
    .importedFiles.map(({ fileName }) => fileName);
}

/** Only what tests import: tests, what they share, and the part of a service's runtime that is for them. */
function isTest(file: string): boolean {
  return /\.test\.ts$|[\\/](([a-z-]+-)?fixture|(build|load)-generated|[a-z-]+-for-test)\.ts$|[\\/]runtime[\\/]testing[\\/]/.test(
    file,
  );
}

/** What the compiler copies into services and clients is theirs to run: the compiler itself has no need of its libraries. */
function isCopied(file: string): boolean {
  return /[\\/]contract[\\/]src[\\/]runtime[\\/]/.test(file);
}

function faultOf(project: string, file: string, name: string): string | undefined {
  const rule = rules.find(({ folder }) => folder.test(project));
  if (rule === undefined) return 'no rule says what this project may import';
  if (name.startsWith('.')) {
    const target = relative(join(workspace, project), resolve(dirname(file), name));
    return target.startsWith('..') ? 'it leads out of the project' : undefined;
  }
  if (isBuiltin(name)) return rule.builtins || isTest(file) ? undefined : 'clients run in browsers, too';
  if (!name.startsWith('@atoll/')) return undefined;
  if (rule.may.test(name) || (isTest(file) && rule.testsMay.test(name))) return undefined;
  return 'the contract is the only thing that services share';
}

function undeclared(project: string, file: string, name: string): boolean {
  if (name.startsWith('.') || isBuiltin(name)) return false;
  const manifest = JSON.parse(readFileSync(join(workspace, project, 'package.json'), 'utf8'));
  const library = name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
  const root = JSON.parse(readFileSync(join(workspace, 'package.json'), 'utf8'));
  const declared = {
    ...manifest.dependencies,
    ...((isTest(file) || isCopied(file)) && { ...manifest.devDependencies, ...root.devDependencies }),
  };
  return !Object.hasOwn(declared, library) && !Object.hasOwn(declared, `@types/${library}`);
}

test.each(projects)('%s imports only what its kind may, and only what it declares', (project) => {
  const faults: string[] = [];
  for (const file of sourcesOf(project)) {
    for (const name of importsOf(file)) {
      const fault = faultOf(project, file, name);
      const where = `${relative(workspace, file)} imports ${name}`;
      if (fault !== undefined) faults.push(`${where}: ${fault}`);
      else if (undeclared(project, file, name)) faults.push(`${where}, which its package.json does not list`);
    }
  }
  expect(faults).toEqual([]);
});

test('nothing imports from apps', () => {
  const users = projects.flatMap(sourcesOf).flatMap((file) =>
    importsOf(file)
      .filter((name) => /(^|\/)apps\//.test(name))
      .map((name) => `${relative(workspace, file)} imports ${name}`),
  );
  expect(users).toEqual([]);
});
