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
    options: { command: line, cwd: '{workspaceRoot}' },
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
  return command(`jest --passWithNoTests ${root}/`, 'Runs the tests beside the code', {
    inputs: ['tests', '^sources', 'toolchain', { dependentTasksOutputFiles: '**/*.ts', transitive: true }],
    dependsOn: kind === 'tool' ? [] : ['generate', '^generate'],
  });
}

function build({ root, kind }: Project): TargetConfiguration {
  const lines = {
    service: `lambda-bundle ${root}`,
    client: `${typescript} -p ${root}/tsconfig.json --noEmit false --declaration --sourceMap --rootDir ${root}/src --outDir ${root}/dist`,
    tool: `node scripts/prepare.mjs ${root}`,
  };
  const descriptions = {
    service: 'Bundles each Lambda function to dist/<name>/',
    client: 'Emits ESM, types and source maps to dist/',
    tool: 'Bundles the tool to dist/',
  };
  return command(lines[kind], descriptions[kind], {
    inputs: ['sources', '^sources', 'toolchain', { dependentTasksOutputFiles: '**/*.ts', transitive: true }],
    outputs: ['{projectRoot}/dist'],
    dependsOn: kind === 'tool' ? [] : ['generate', '^generate'],
  });
}

/** Path of the contract that a service implements: its own client package's `openapi.yaml`. */
export function ownContract(serviceRoot: string): string {
  return `{workspaceRoot}/packages/${serviceRoot.split('/').at(-1)}-client/openapi.yaml`;
}

/** The targets of a project, each with a description that `nx show project` prints. */
export function targetsOf(project: Project): Targets {
  return { ...generate(project), typecheck: typecheck(project), test: test(project), build: build(project) };
}
