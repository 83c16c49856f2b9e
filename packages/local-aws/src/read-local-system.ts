import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'smol-toml';
import { queueUrlAt } from './join-parts.js';
import { localFacts, type Urls } from './local-facts.js';
import { StartError } from './parts.js';
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

/** Parameters of the chosen section. A section that is asked for by name must be there. */
function configured(file: string, section: string | undefined): Readonly<Record<string, string>> {
  const present = existsSync(file);
  const config = present ? readSamConfig(file, section ?? 'local') : undefined;
  if (section === undefined || (present && Object.hasOwn(parse(readFileSync(file, 'utf8')), section)))
    return config?.parameters ?? {};
  const problem = {
    code: 'unknown-config-env',
    what: present
      ? `${file} has no section [${section}]`
      : `there is no ${file} that could have a section [${section}]`,
    remedy: 'name a section that it has by --config-env, or leave the option out',
  };
  throw new StartError([problem]);
}

/** Reads the template with its nested stacks as a system whose services answer at `urls`. Errors: StartError. */
export function readLocalSystem(options: SystemOptions, urls: Urls): System {
  const workingDirectory = resolve(options.workingDirectory ?? '.');
  const templateFile = resolve(workingDirectory, options.templateFile ?? 'template.yaml');
  const overrides = configured(join(dirname(templateFile), 'samconfig.toml'), options.configEnv);
  const accountId = options.accountId ?? defaultAccountId;
  const facts = localFacts(urls);
  return readSystem({
    templateFile,
    workingDirectory,
    parameters: { ...overrides, ...options.parameters },
    region: options.region ?? 'us-east-1',
    accountId,
    queueUrl: queueUrlAt(urls.endpointUrl, accountId),
    dynamicReference: (service, name) => (service === 'ssm' ? facts[name] : undefined),
    issuerUrl: urls.issuerUrl,
  });
}
