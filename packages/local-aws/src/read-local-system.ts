import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { queueUrlAt } from './join-parts.js';
import { localFacts, type Urls } from './local-facts.js';
import type { System } from './system.js';
import { readSystem } from './template/read-system.js';
import { readSamConfig } from './template/sam-config.js';

/** The account that AWS's own examples use for nobody. */
const defaultAccountId = '000000000000';

export interface SystemOptions {
  /** Root template; `template.yaml` unless told. */
  readonly templateFile?: string;
  /** What relative paths and the places of problems start from; the process's unless told. */
  readonly workingDirectory?: string;
  /** Section of the `samconfig.toml` beside the template whose parameter overrides count; `local` unless told. */
  readonly configEnv?: string;
  /** Values of the template's parameters; they count before those of `samconfig.toml`. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** `us-east-1` unless told, as in SAM. */
  readonly region?: string;
  readonly accountId?: string;
}

/** Reads the template with its nested stacks as a system whose services answer at `urls`. Errors: StartError. */
export function readLocalSystem(options: SystemOptions, urls: Urls): System {
  const workingDirectory = resolve(options.workingDirectory ?? '.');
  const templateFile = resolve(workingDirectory, options.templateFile ?? 'template.yaml');
  const configFile = join(dirname(templateFile), 'samconfig.toml');
  const config = existsSync(configFile) ? readSamConfig(configFile, options.configEnv ?? 'local') : undefined;
  const accountId = options.accountId ?? defaultAccountId;
  const facts = localFacts(urls);
  return readSystem({
    templateFile,
    workingDirectory,
    parameters: { ...config?.parameters, ...options.parameters },
    region: options.region ?? 'us-east-1',
    accountId,
    queueUrl: queueUrlAt(urls.endpointUrl, accountId),
    dynamicReference: (service, name) => (service === 'ssm' ? facts[name] : undefined),
    issuerUrl: urls.issuerUrl,
  });
}
