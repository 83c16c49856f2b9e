import type { TargetConfiguration } from '@nx/devkit';
import type { ProjectKind } from './project-kind.js';

type Targets = Record<string, TargetConfiguration>;

/** A project as the plugin sees it: its folder relative to the workspace root, and what it is. */
export interface Project {
  readonly root: string;
  readonly kind: ProjectKind;
}

const typescript = 'node node_modules/typescript-native/bin/tsc';
const generator = '{workspaceRoot}/packages/contract/src/**/*';

function command(line: string, description: string, rest: TargetConfiguration): TargetConfiguration {
  return {
    executor: 'nx:run-commands',
    // Options such as the stage of a deployment are not those of what runs before it.
    options: { command: line, cwd: '{workspaceRoot}', forwardAllArgs: false },
    cache: true,
    metadata: { technologies: ['typescript'], description },
    ...rest,
  };
}

function generate({ root, kind }: Project): Targets {
  if (kind === 'tool') return {};
  const contract = kind === 'client' ? '{projectRoot}/openapi.yaml' : ownContract(root);
  const output = kind === 'client' ? '{projectRoot}/src' : '{projectRoot}/gen';
  return {
    generate: command(`contract generate ${root}`, `Compiles the contract to ${output.slice(14)}/`, {
      inputs: [contract, generator],
      outputs: [output],
    }),
  };
}

function typecheck({ root, kind }: Project): TargetConfiguration {
  return command(`${typescript} -p ${root}/tsconfig.json`, 'Checks the types of sources and tests', {
    inputs: ['tests', '^sources', 'toolchain', { dependentTasksOutputFiles: '**/*.ts', transitive: true }],
    dependsOn: kind === 'tool' ? [] : ['generate', '^generate'],
  });
}

function test({ root, kind }: Project): TargetConfiguration {
  const line = `jest --passWithNoTests ${root}/`;
  return command(line, 'Runs the tests beside the code', {
    options: { command: line, cwd: '{workspaceRoot}' },
    inputs: ['tests', '^sources', 'toolchain', { dependentTasksOutputFiles: '**/*.ts', transitive: true }],
    dependsOn: kind === 'tool' ? [] : ['generate', '^generate'],
  });
}

function build({ root, kind }: Project): TargetConfiguration {
  const lines = {
    service: `lambda-bundle ${root} --minify`,
    client: `${typescript} -p ${root}/tsconfig.json --noEmit false --declaration --sourceMap --rootDir ${root}/src --outDir ${root}/dist && node scripts/copy-declared.mjs ${root}`,
    tool: `node scripts/prepare.mjs ${root}`,
  };
  const descriptions = {
    service: 'Bundles each Lambda function to dist/<name>/',
    client: 'Emits ESM, types and source maps to dist/',
    tool: 'Bundles the tool to dist/',
  };
  return command(lines[kind], descriptions[kind], {
    inputs: [
      'sources',
      '^sources',
      'toolchain',
      { dependentTasksOutputFiles: '**/*.{ts,js}', transitive: true },
    ],
    outputs: ['{projectRoot}/dist'],
    dependsOn: kind === 'tool' ? [] : ['generate', '^generate'],
  });
}

const stack = 'node packages/nx-plugin/bin/stack.js';

/** Packaging is cached: it asks nothing of AWS. A deployment is not, and takes `--stage`. */
function release({ root, kind }: Project): Targets {
  if (kind !== 'service') return {};
  const name = root.split('/').at(-1);
  const line = `${stack} deploy ${name}`;
  const deploy = command(line, 'Replaces this service in what is deployed: --stage=STAGE', {
    options: { command: line, cwd: '{workspaceRoot}' },
    dependsOn: ['package'],
    cache: false,
    // One root stack takes one deployment at a time.
    parallelism: false,
  });
  return {
    package: command(`${stack} package ${name}`, 'Writes the artifacts of this version to .aws-sam/package', {
      inputs: [
        'sources',
        '^sources',
        '{workspaceRoot}/template.yaml',
        '{workspaceRoot}/packages/nx-plugin/src/**/*',
        { dependentTasksOutputFiles: '**/*', transitive: true },
      ],
      outputs: [`{workspaceRoot}/.aws-sam/package/${name}`],
      dependsOn: ['build'],
    }),
    deploy,
  };
}

/** Path of the contract that a service implements: its own client package's `openapi.yaml`. */
export function ownContract(serviceRoot: string): string {
  return `{workspaceRoot}/packages/${serviceRoot.split('/').at(-1)}-client/openapi.yaml`;
}

/** The targets of a project, each with a description that `nx show project` prints. */
export function targetsOf(project: Project): Targets {
  const checks = { typecheck: typecheck(project), test: test(project), build: build(project) };
  return { ...generate(project), ...checks, ...release(project) };
}
