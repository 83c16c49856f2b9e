import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import { isMap, type Json, mapAt } from '../template/json.js';
import { DeployError } from './deploy-error.js';

/** Where an environment is: `[<stage>.global.parameters]` of samconfig.toml. */
export interface EnvironmentConfig {
  readonly stage: string;
  readonly stackName: string;
  readonly region: string;
  /** Bucket of the artifacts. */
  readonly bucket: string;
  /** Of a pull request: cheap, and gone with it. */
  readonly isPreview: boolean;
  /** Values of the root template's parameters. */
  readonly parameters: Readonly<Record<string, string>>;
}

function parametersOf(value: Json | undefined): Record<string, string> {
  const texts = typeof value === 'string' ? value.split(/\s+(?=\w+=)/) : Array.isArray(value) ? value : [];
  return Object.fromEntries(
    texts.map((each) => {
      const text = String(each);
      const at = text.indexOf('=');
      return [text.slice(0, at), text.slice(at + 1).replace(/^"(.*)"$/, '$1')];
    }),
  );
}

function requiredText(name: string, value: Json | undefined, stage: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new DeployError(
    `samconfig.toml has no ${name} for '${stage}': write it into [${stage}.global.parameters]`,
  );
}

/** Two environments in one stack would replace one another. */
function checkAlone(config: Json, stage: string, stackName: string): void {
  const others = isMap(config) ? Object.keys(config).filter((name) => name !== stage) : [];
  const same = others.find((name) => mapAt(config, name, 'global', 'parameters').stack_name === stackName);
  if (same !== undefined)
    throw new DeployError(
      `samconfig.toml gives ${stage} and ${same} one stack_name, ${stackName}: one would replace the other`,
    );
}

/** Reads samconfig.toml. Errors: DeployError when it does not name the environment or lacks something. */
export function readEnvironmentConfig(stage: string, file = 'samconfig.toml'): EnvironmentConfig {
  const config = existsSync(file) ? (parse(readFileSync(file, 'utf8')) as Json) : {};
  // Stages of pull requests come and go: one section serves all of them.
  const isPreview = /^pr-\d+$/.test(stage) && !isMap(mapAt(config)[stage]);
  const section = mapAt(config, isPreview ? 'preview' : stage, 'global', 'parameters');
  if (Object.keys(section).length === 0) {
    const stages = isMap(config) ? Object.keys(config).filter((name) => isMap(config[name])) : [];
    throw new DeployError(`samconfig.toml has no [${stage}.global.parameters]; it has ${stages.join(', ')}`);
  }
  const stackName = requiredText('stack_name', section.stack_name, stage).replaceAll('{stage}', stage);
  if (isPreview && !stackName.includes(stage))
    throw new DeployError(
      'samconfig.toml gives every preview one stack_name: write {stage} into that of [preview.global.parameters]',
    );
  checkAlone(config, stage, stackName);
  return {
    stage,
    isPreview,
    stackName,
    region: requiredText('region', process.env.AWS_REGION ?? section.region, stage),
    bucket: requiredText('s3_bucket', section.s3_bucket, stage),
    parameters: { Stage: stage, ...parametersOf(section.parameter_overrides) },
  };
}
