/**
 * `npm run lint:sam`: the built templates under SAM CLI and the linter of CloudFormation, which must find nothing, and
 * under checkov, each of whose findings is mended or stands below with the reason why it is not.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { toolPath } from './tools.mjs';

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));

/** Checks of checkov that are not followed. */
const accepted = {
  CKV_AWS_27: 'queues are encrypted by keys of SQS (SqsManagedSseEnabled); the check knows KMS keys only',
  CKV_AWS_76:
    'access logs need a role of the whole account, which no service owns; each request is one log line anyway',
  CKV_AWS_115:
    'API functions share the concurrency of the account: the stage throttles, and a reserve would starve others',
  CKV_AWS_116:
    'functions of queues and streams have the dead-letter queue of their source, those of APIs their caller',
  CKV_AWS_117:
    'functions call public endpoints of AWS alone: a VPC would add NAT gateways and protect nothing',
  CKV_AWS_119:
    'tables are encrypted by the key of DynamoDB; a key of our own adds rights to manage and no secrecy here',
  CKV_AWS_120: 'answers depend on the caller, so that a cache of the stage would mix them up',
  CKV_AWS_158:
    'CloudWatch encrypts log groups by its own key, and secrets are redacted before they are logged',
  CKV_AWS_173: 'Lambda encrypts variables by its own key; secrets are NoEcho parameters',
};

const folder = '.aws-sam/build';
if (!existsSync(`${folder}/template.yaml`)) {
  console.error(`there is no ${folder}: run \`npm run build\``);
  process.exit(1);
}
const templates = [
  `${folder}/template.yaml`,
  ...readdirSync(`${folder}/apps`).map((name) => `${folder}/apps/${name}/template.yaml`),
];

function tool(group, name) {
  const path = toolPath(group, name);
  if (path !== undefined) return path;
  console.error(`there is no ${name}: run \`npm run setup:sam\``);
  process.exit(1);
}

let failed = 0;
function run(path, args) {
  const env = { ...process.env, SAM_CLI_TELEMETRY: '0', AWS_REGION: process.env.AWS_REGION ?? 'us-east-1' };
  const { status, stdout, stderr } = spawnSync(path, args, { encoding: 'utf8', env });
  if (status === 0) return;
  failed += 1;
  console.error(`${path} ${args.join(' ')}\n${stdout}${stderr}`);
}

run(tool('sam', 'cfn-lint'), ['-r', 'us-east-1', '-t', ...templates]);
for (const template of templates) run(tool('sam', 'sam'), ['validate', '--lint', '--template', template]);
run(tool('checkov', 'checkov'), [
  ...['--directory', folder, '--framework', 'cloudformation', '--compact', '--quiet'],
  ...['--skip-check', Object.keys(accepted).join(',')],
]);
console.log(
  `${templates.length} templates, ${Object.keys(accepted).length} accepted findings, ${failed} failed`,
);
process.exitCode = failed > 0 ? 1 : 0;
