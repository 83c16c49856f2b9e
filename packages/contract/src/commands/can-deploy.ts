import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CallError } from '../call-error.js';
import { decide } from '../can-deploy/decide.js';
import { DeployRecordError, readDeployRecord } from '../can-deploy/deploy-record.js';
import { KnownServices } from '../can-deploy/known-services.js';
import { printDecision } from '../can-deploy/report.js';
import { workspaceRoot } from '../find-contracts.js';

export interface CanDeployOptions {
  readonly to: string;
  /** Of the service; the work tree's unless told. */
  readonly version?: string | undefined;
  /** File of the deploy record. */
  readonly record: string;
  readonly json: boolean;
}

/** A question that cannot be asked like this. */
export class CanDeployError extends CallError {
  constructor(message: string) {
    super(message);
    this.name = 'CanDeployError';
  }
}

/**
 * `contract can-deploy SERVICE --to ENVIRONMENT [--version VERSION] [--record FILE] [--json]`: exit code 0 when it can,
 * 1 when it cannot or when too little is known. Error: DeployRecordError, CanDeployError.
 */
export function canDeploy(service: string, options: CanDeployOptions): number {
  const root = workspaceRoot(process.cwd()) ?? process.cwd();
  if (!existsSync(options.record))
    throw new DeployRecordError(
      options.record,
      'there is no such file; give the deploy record by --record FILE',
    );
  const record = readDeployRecord(options.record);
  const deployed = record.deployedIn(options.to);
  if (deployed === undefined)
    throw new CanDeployError(
      `${options.record} names no environment '${options.to}' (it has ${record.environments.join(', ') || 'none'}); one in which nothing runs yet is written \`${options.to}: {}\``,
    );
  const known = new KnownServices(root);
  const candidate = known.candidate(service, options.version, record);
  if (candidate === undefined) {
    const here = known.services().includes(service);
    if (!here && options.version === undefined)
      throw new CanDeployError(
        `there is no service '${service}' (there are ${known.services().join(', ')}): ${join('apps', service, 'package.json')} is missing`,
      );
    console.log(
      `no: nothing is known of ${service} ${options.version}: it is neither in the record, nor the work tree's version, nor tagged`,
    );
    return 1;
  }
  const decision = decide(candidate, { name: options.to, deployed }, known);
  console.log(options.json ? JSON.stringify(decision, null, 2) : printDecision(decision));
  return decision.yes ? 0 : 1;
}
