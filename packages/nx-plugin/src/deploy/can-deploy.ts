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
  /** Of what changes. */
  readonly candidates: readonly ServiceRelease[];
  /** What runs once all of it has changed. */
  readonly deployed: readonly ServiceRelease[];
}

function ask({ workspace, stage }: Question, file: string, { service, version }: ServiceRelease) {
  const args = ['can-deploy', service, '--to', stage, '--version', version, '--record', file];
  const contract = join(workspace, 'node_modules/@atoll/contract/bin/contract.js');
  const options = { cwd: workspace, encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [contract, ...args], options);
  return { service, version, status, answer: `${stdout}${stderr}`.trimEnd() };
}

/**
 * Asks the compiler whether each release fits what runs beside it, in both directions. Errors: DeployError with the
 * answers when one does not, or when too little is known.
 */
export function askCanDeploy(question: Question): void {
  const { stage, candidates, deployed } = question;
  const folder = mkdtempSync(join(tmpdir(), 'deploy record '));
  const file = join(folder, 'record.json');
  // The candidates stand first: what is asked about is what was packaged, not what the work tree or a tag has.
  writeFileSync(
    file,
    JSON.stringify({ candidates: recordOf(candidates), [stage]: recordOf(deployed) }, null, 2),
  );
  const answers = candidates.map((each) => ask(question, file, each));
  rmSync(folder, { recursive: true });
  const refused = answers.filter(({ status }) => status !== 0);
  if (refused.length > 0)
    throw new DeployError(
      refused
        .map(
          ({ service, version, answer }) =>
            `${service} ${version} cannot be deployed to ${stage}:\n${answer}`,
        )
        .join('\n'),
    );
  if (answers.length === 1) console.log(answers[0]?.answer);
  else
    console.log(
      `yes: ${candidates.map((each) => `${each.service} ${each.version}`).join(', ')} fit one another`,
    );
}
