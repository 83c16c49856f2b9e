import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What the figures of the README come from. */
const packages = {
  '@typespec/compiler': '1.11.0',
  '@typespec/events': '0.81.0',
  '@typespec/http': '1.11.0',
  '@typespec/http-specs': '0.1.0-alpha.33-dev.3',
  '@typespec/json-schema': '1.11.0',
  '@typespec/openapi': '1.11.0',
  '@typespec/openapi3': '1.11.0',
  '@typespec/rest': '0.81.0',
  '@typespec/spector': '0.1.0-alpha.24-dev.2',
  '@typespec/sse': '0.81.0',
  '@typespec/streams': '0.81.0',
  '@typespec/versioning': '0.81.0',
  '@typespec/xml': '0.80.0',
};

/**
 * Defects of the emitter that would take whole documents away: `constructor` as the name of a parameter ends it, and an
 * operation that OpenAPI cannot describe keeps those beside it from being written.
 */
const repairs: Readonly<Record<string, readonly (readonly [string | RegExp, string])[]>> = {
  'examples.js': [
    [/if \(examples\.length === 0\) \{/g, 'if (!Array.isArray(examples) || examples.length === 0) {'],
  ],
  'lib.js': [
    [/("path-query": \{\s*severity: )"error"/, '$1"warning"'],
    [/("unsupported-status-code-range": \{\s*severity: )"error"/, '$1"warning"'],
  ],
};

/** Installs the specs and their tools. Errors: what npm says. */
export function install(folder: string): void {
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ private: true, type: 'module', dependencies: packages }),
  );
  const options = [
    '--no-audit',
    '--no-fund',
    '--engine-strict=false',
    '--legacy-peer-deps',
    '--loglevel=error',
  ];
  execFileSync('npm', ['install', ...options], { cwd: folder, stdio: 'pipe' });
  for (const [file, changes] of Object.entries(repairs)) {
    const path = join(folder, 'node_modules/@typespec/openapi3/dist/src', file);
    const text = changes.reduce((before, [from, to]) => before.replace(from, to), readFileSync(path, 'utf8'));
    writeFileSync(path, text);
  }
  // The mock server names the commit that it is from in its report, and does not start without one.
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'pipe' });
  git('init', '--quiet');
  const author = ['-c', 'user.name=specs', '-c', 'user.email=specs@example.com'];
  git(...author, 'commit', '--quiet', '--allow-empty', '--no-verify', '-m', 'specs');
}

export const specsOf = (folder: string) => join(folder, 'node_modules/@typespec/http-specs/specs');

const compiling = `import { readdirSync } from 'node:fs';
const [specs, out] = process.argv.slice(2);
const { NodeHost, compile } = await import('@typespec/compiler');
for (const main of readdirSync(specs, { recursive: true }).filter((name) => /(^|[/\\\\])main\\.tsp$/.test(name))) {
  const options = { 'emitter-output-dir': out + '/' + main.replace(/[/\\\\]?main\\.tsp$/, ''), 'openapi-versions': ['3.1.0'], 'file-type': 'json' };
  try {
    await compile(NodeHost, specs + '/' + main, { emit: ['@typespec/openapi3'], options: { '@typespec/openapi3': options } });
  } catch (error) {
    console.error(main + ': the emitter ends with ' + error);
  }
}
`;

/** OpenAPI documents of the specs by folder, relative to `openapi/`; a spec of several versions has one for each. */
export function compileSpecs(folder: string): string[] {
  const out = join(folder, 'openapi');
  mkdirSync(out, { recursive: true });
  writeFileSync(join(folder, 'compile.mjs'), compiling);
  execFileSync(process.execPath, ['compile.mjs', specsOf(folder), out], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return readdirSync(out, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.json'))
    .sort();
}

/** A request or an answer of a scenario, as its JavaScript module has it. */
export interface MockBody {
  readonly contentType: string;
  readonly rawContent?: string | Buffer | { serialize(config: { baseUrl: string }): string };
  readonly kind?: 'multipart';
  readonly parts?: Readonly<Record<string, unknown>>;
  readonly files?: readonly { fieldname: string; originalname: string; buffer: Buffer; mimetype: string }[];
}

export interface MockApi {
  readonly uri: string;
  readonly method: string;
  readonly request?: {
    readonly body?: MockBody;
    readonly query?: Readonly<Record<string, unknown>>;
    readonly pathParams?: Readonly<Record<string, unknown>>;
    readonly headers?: Readonly<Record<string, unknown>>;
  };
  readonly response: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, unknown>>;
    readonly body?: MockBody;
  };
}

export interface Scenario {
  readonly name: string;
  /** The spec's folder: `parameters/query`. */
  readonly spec: string;
  readonly apis: readonly MockApi[];
}

export async function scenariosOf(folder: string): Promise<Scenario[]> {
  const dist = join(folder, 'node_modules/@typespec/http-specs/dist/specs');
  const files = readdirSync(dist, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('mockapi.js'))
    .sort();
  const all = await Promise.all(
    files.map(async (file) => {
      const module = (await import(pathToFileURL(join(dist, file)).href)) as {
        Scenarios: Record<string, { apis?: readonly MockApi[] }>;
      };
      return Object.entries(module.Scenarios).map(([name, { apis = [] }]) => ({
        name,
        spec: dirname(file).replaceAll('\\', '/'),
        apis,
      }));
    }),
  );
  return all.flat();
}

/** The picture that scenarios with files expect. */
export function pngOf(folder: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(join(folder, 'node_modules/@typespec/http-specs/assets/image.png')));
}
