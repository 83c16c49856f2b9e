import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServiceRelease } from '../package/service-release.js';
import { DeployError } from './deploy-error.js';
import { recordOf } from './deploy-record.js';

export interface Question {
  readonly workspace: string;
  readonly stage: string;
  readonly candidate: ServiceRelease;
  readonly deployed: readonly ServiceRelease[];
}

/**
 * Asks the compiler whether the release fits what is deployed, in both directions. Errors: DeployError with its answer
 * when it does not, or when too little is known.
 */
export function askCanDeploy({ workspace, stage, candidate, deployed }: Question): void {
  const folder = mkdtempSync(join(tmpdir(), 'deploy record '));
  const file = join(folder, 'record.json');
  // The candidate stands first: what is asked about is what was packaged, not what the work tree or a tag has.
  writeFileSync(
    file,
    JSON.stringify({ candidate: recordOf([candidate]), [stage]: recordOf(deployed) }, null, 2),
  );
  const { service, version } = candidate;
  const args = ['can-deploy', service, '--to', stage, '--version', version, '--record', file];
  const contract = join(workspace, 'node_modules/@atoll/contract/bin/contract.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [contract, ...args], {
    cwd: workspace,
    encoding: 'utf8',
  });
  rmSync(folder, { recursive: true });
  if (status === 0) console.log(stdout.trimEnd());
  else throw new DeployError(`${service} ${version} cannot be deployed to ${stage}:\n${stdout}${stderr}`);
}
