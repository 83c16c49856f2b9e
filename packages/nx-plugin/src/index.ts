import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  type CreateDependencies,
  type CreateNodesV2,
  createNodesFromFiles,
  DependencyType,
  type RawProjectGraphDependency,
} from '@nx/devkit';
import { projectKind } from './project-kind.js';
import { targetsOf } from './targets.js';

export const name = '@atoll/nx-plugin';

function projectAt(packageJson: string, workspaceRoot: string) {
  const root = dirname(packageJson).replaceAll('\\', '/');
  const kind = projectKind(join(workspaceRoot, root));
  if (kind === undefined) return {};
  const tags = [`kind:${kind}`];
  return { projects: { [root]: { root, tags, targets: targetsOf({ root, kind }) } } };
}

/** Infers the targets of services, clients and tools (https://nx.dev/docs/extending-nx/project-graph-plugins). */
export const createNodesV2: CreateNodesV2 = [
  '{apps,packages}/*/package.json',
  (files, options, context) =>
    createNodesFromFiles((file) => projectAt(file, context.workspaceRoot), files, options, context),
];

/**
 * The edges that no import and no package.json shows: a service depends on the contract that it implements, a client
 * on the compiler that generates it.
 */
export const createDependencies: CreateDependencies = (_options, { projects, workspaceRoot }) => {
  const edges: RawProjectGraphDependency[] = [];
  for (const [source, { root }] of Object.entries(projects)) {
    const target = root.startsWith('apps/')
      ? `${source}-client`
      : source.endsWith('-client')
        ? '@atoll/contract'
        : undefined;
    if (target === undefined || projects[target] === undefined) continue;
    const sourceFile = `${root}/package.json`;
    if (existsSync(join(workspaceRoot, sourceFile)))
      edges.push({ source, target, sourceFile, type: DependencyType.static });
  }
  return edges;
};
