import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListChangeSetsCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type Emulator, startEmulator } from './emulator.js';
import { services, WorkspaceCopy } from './workspace-copy.js';

/** It takes more than a minute and tools of its own: `npm run e2e -- --target deploy` runs it. */
const isTarget = process.env.ATOLL_TARGET === 'deploy';

function deploying(name: string, run: () => Promise<void>): void {
  if (isTarget) test(name, run);
  else test.skip(`${name} [only by npm run e2e -- --target deploy]`, run);
}

const samConfig = `version = 0.1
[test.global.parameters]
stack_name = "atoll-test"
region = "us-east-1"
s3_bucket = "artifacts"
parameter_overrides = ["IssuerUrl=https://issuer.example", "TokenUrl=https://issuer.example/oauth2/token"]
[prod.global.parameters]
stack_name = "atoll-prod"
region = "us-east-1"
s3_bucket = "artifacts-prod"
parameter_overrides = ["IssuerUrl=https://issuer.example", "TokenUrl=https://issuer.example/oauth2/token"]
[preview.global.parameters]
stack_name = "atoll-{stage}"
region = "us-east-1"
s3_bucket = "artifacts"
parameter_overrides = ["IssuerUrl=https://issuer.example", "TokenUrl=https://issuer.example/oauth2/token"]
`;

const never = `  Handle: { Type: AWS::CloudFormation::WaitConditionHandle }
  Never: { Type: AWS::CloudFormation::WaitCondition, Properties: { Handle: !Ref Handle, Timeout: '1' } }
`;

let emulator: Emulator;
let copy: WorkspaceCopy;
const folder = mkdtempSync(join(tmpdir(), 'deploy test '));

const settings = () => ({
  region: 'us-east-1',
  endpoint: emulator.url,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});

beforeAll(async () => {
  if (!isTarget) return;
  emulator = await startEmulator(folder);
  copy = new WorkspaceCopy(folder, samConfig);
  const buckets = new S3Client({ ...settings(), forcePathStyle: true });
  for (const name of ['artifacts', 'artifacts-prod'])
    await buckets.send(new CreateBucketCommand({ Bucket: name }));
}, 60_000);
afterAll(async () => {
  if (isTarget) await emulator.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs `stack` in the copy, against the emulator, for the stage `test` unless told, and gives its exit code and all that it printed. */
function stack(...args: string[]): Promise<{ code: number; output: string }> {
  return stoppedStack(args);
}

/** As `stack`; with `stop`, the process gets the signal once it has printed the text. */
async function stoppedStack(
  args: readonly string[],
  stop?: { readonly signal: NodeJS.Signals; readonly at: string },
): Promise<{ code: number; output: string }> {
  const stage = args.includes('--stage') || args.includes('--to') ? [] : ['--stage', 'test'];
  const child = spawn(process.execPath, ['packages/nx-plugin/bin/stack.js', ...args, ...stage], {
    cwd: folder,
    env: {
      ...process.env,
      AWS_ENDPOINT_URL: emulator.url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      NODE_NO_WARNINGS: '1',
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      // Once: a second Ctrl-C does not wait for what the first has begun.
      if (stop !== undefined && !child.killed && output.includes(stop.at)) child.kill(stop.signal);
    });
  const code = await new Promise<number>((resolve) => child.on('close', (status) => resolve(status ?? -1)));
  return { code, output };
}

/** When each nested stack was last updated, and the status of the root. */
async function stacks(): Promise<{ status: string; updated: Record<string, string> }> {
  const client = new CloudFormationClient(settings());
  const statusOf = async (name: string) =>
    (await client.send(new DescribeStacksCommand({ StackName: name }))).Stacks?.[0];
  const { StackResources = [] } = await client.send(
    new DescribeStackResourcesCommand({ StackName: 'atoll-test' }),
  );
  const nested = StackResources.filter(({ ResourceType }) => ResourceType === 'AWS::CloudFormation::Stack');
  const entries = await Promise.all(
    nested.map(async ({ LogicalResourceId = '', PhysicalResourceId = '' }): Promise<[string, string]> => {
      const found = await statusOf(PhysicalResourceId);
      return [LogicalResourceId, String(found?.LastUpdatedTime?.toISOString())];
    }),
  );
  return { status: (await statusOf('atoll-test'))?.StackStatus ?? '', updated: Object.fromEntries(entries) };
}

/** Of the line `orders: OLD -> NEW in test`. */
function releasesIn(output: string, service = 'orders'): { from: string; to: string } {
  const [, from = '', to = ''] = new RegExp(`^${service}: (\\S+) -> (\\S+) in test$`, 'm').exec(output) ?? [];
  return { from, to };
}

deploying('a service is not deployed where there is no system yet', async () => {
  const refused = await stack('deploy', 'orders');
  expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('begin with the whole system') });
});

deploying('a first deployment that fails leaves nothing behind', async () => {
  const restore = copy.add('catalog', 'Resources', never);
  const failed = await stack('deploy', '--system');
  restore();
  expect(failed).toMatchObject({ code: 1, output: expect.stringMatching(/\n {2}Catalog.*timed out/) });
  expect(failed.output).toContain('Everything is as it was before.');
  expect((await stack('deployed')).output).toBe('{\n  "test": {}\n}\n');
});

deploying('the whole system is deployed, and the deployed root says what runs', async () => {
  const { code, output } = await stack('deploy', '--system');
  expect([code, output]).toEqual([0, expect.stringContaining('makes Orders (a nested stack)')]);
  expect((await stacks()).status).toBe('CREATE_COMPLETE');
  const record = JSON.parse((await stack('deployed')).output);
  expect(Object.keys(record.test).sort()).toEqual(services.toSorted());
  expect(record.test.orders).toEqual({
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    contractVersion: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    testedWith: expect.objectContaining({ '@atoll/catalog-client': expect.stringMatching(/^\d/) }),
  });
});

deploying(
  'one service is deployed alone: the others keep their time; its old release brings it back',
  async () => {
    const before = await stacks();
    copy.changeCode('orders', 'another code');
    const { code, output } = await stack('deploy', 'orders');
    expect([code, output]).toEqual([0, expect.stringContaining('yes: orders')]);
    expect(output.match(/^ {2}(makes|changes|removes) .*/gm)).toEqual([
      '  changes Orders (a nested stack): Parameters, TemplateURL',
    ]);
    const after = await stacks();
    expect(after.status).toBe('UPDATE_COMPLETE');
    expect({ ...after.updated, Orders: '' }).toEqual({ ...before.updated, Orders: '' });
    expect(after.updated.Orders).not.toBe(before.updated.Orders);

    const { from, to } = releasesIn(output);
    expect((await stack('deploy', 'orders')).output).toContain('nothing changes');
    const back = await stack('deploy', 'orders', '--version', from);
    expect([back.code, releasesIn(back.output)]).toEqual([0, { from: to, to: from }]);
    expect((await stacks()).updated.Catalog).toBe(before.updated.Catalog);
  },
);

deploying(
  'a new value of a parameter publishes the functions, which keep the values of their version',
  async () => {
    const secret = ['--parameter-overrides', 'ServiceClientSecret=new'];
    const { code, output } = await stack('deploy', '--system', ...secret);
    expect([code, output]).toEqual([0, expect.stringContaining('atoll-test is deployed')]);
    expect(output).toMatch(/Orders\/OrdersFunctionVersion(?!0000)[0-9a-z]{4}[0-9a-f]{6}\n/);
    expect((await stack('deploy', '--system')).output).toContain('nothing changes');
  },
);

deploying('a version that was built twice, or never, is not guessed', async () => {
  const version = JSON.parse((await stack('deployed')).output).test.orders.version;
  expect(await stack('deploy', 'orders', '--version', version)).toMatchObject({
    code: 1,
    output: expect.stringContaining('was built more than once'),
  });
  expect(await stack('deploy', 'orders', '--version', '9.9.9')).toMatchObject({
    code: 1,
    output: expect.stringContaining('orders 9.9.9 has not been published'),
  });
});

deploying('--dry-run shows what would change and changes nothing', async () => {
  const before = await stacks();
  copy.changeCode('catalog', 'tried');
  const { code, output } = await stack('deploy', 'catalog', '--dry-run');
  expect([code, output]).toEqual([0, expect.stringContaining('changes Catalog (a nested stack)')]);
  expect(await stacks()).toEqual(before);
});

deploying(
  'a deployment that fails names the first resource with its reason, and all is as before',
  async () => {
    const before = JSON.parse((await stack('deployed')).output);
    const restore = copy.add('orders', 'Resources', never);
    const failed = await stack('deploy', 'orders');
    restore();
    expect(failed.code).toBe(1);
    expect(failed.output).toContain('atoll-test is UPDATE_ROLLBACK_COMPLETE. The first that failed:');
    expect(failed.output).toMatch(/Orders\/Never .*: WaitCondition timed out/);
    expect(JSON.parse((await stack('deployed')).output)).toEqual(before);
  },
);

deploying(
  'a service whose tests ran with another client than what is deployed keeps is refused, and why',
  async () => {
    const restore = copy.installClient('orders', '@atoll/catalog-client', '9.0.0');
    const refused = await stack('deploy', 'orders');
    restore();
    expect(refused.code).toBe(1);
    expect(refused.output).toMatch(
      /orders \S+ cannot be deployed to test:\n[\s\S]*its tests ran with 9\.0\.0/,
    );
  },
);

deploying('a service that needs a parameter which the deployed root does not pass is refused', async () => {
  const restore = copy.add('orders', 'Parameters', '  Colour: { Type: String }');
  const refused = await stack('deploy', 'orders');
  restore();
  expect(refused).toMatchObject({
    code: 1,
    output: expect.stringContaining('it needs Colour, which the deployed root does not pass'),
  });
});

deploying('two deployments at once: the second waits, and neither takes the other back', async () => {
  copy.changeCode('orders', 'at once');
  copy.changeCode('catalog', 'at once');
  const [one, two] = await Promise.all([stack('deploy', 'orders'), stack('deploy', 'catalog')]);
  expect([one.code, two.code]).toEqual([0, 0]);
  expect(one.output + two.output).toMatch(/waiting: \S+@\S+ deploys (orders|catalog) since/);
  for (const name of ['orders', 'catalog'])
    expect((await stack('deploy', name)).output).toContain('nothing changes');
});

deploying('what a deployment that was stopped has left is removed by the next one', async () => {
  const client = new CloudFormationClient(settings());
  const { TemplateBody = '' } = await client.send(
    new GetTemplateCommand({ StackName: 'atoll-test', TemplateStage: 'Original' }),
  );
  await client.send(
    new CreateChangeSetCommand({
      StackName: 'atoll-test',
      ChangeSetName: 'deploy-1',
      TemplateBody: TemplateBody.replace('"Outputs":', '"Metadata": {}, "Outputs":'),
      Parameters: ['IssuerUrl', 'TokenUrl', 'Stage'].map((name) => ({
        ParameterKey: name,
        UsePreviousValue: true,
      })),
      Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_AUTO_EXPAND'],
    }),
  );
  expect((await stack('deploy', 'orders')).code).toBe(0);
  const { Summaries } = await client.send(new ListChangeSetsCommand({ StackName: 'atoll-test' }));
  expect(Summaries?.filter(({ ChangeSetName }) => ChangeSetName === 'deploy-1')).toEqual([]);
});

/** A killed holder of the lock shows by 90 seconds without a sign that it is gone; an interrupted one gives it back. */
const stops = [
  { signal: 'SIGINT', at: 'changes Orders', waits: false },
  { signal: 'SIGKILL', at: 'changes Orders', waits: true },
  { signal: 'SIGKILL', at: '✓ changed Orders/', waits: true },
] as const;

for (const { signal, at, waits } of stops)
  deploying(
    `after ${signal} at '${at}' the root is the old or the new one, and the next call goes on from there`,
    async () => {
      copy.changeCode('orders', `stopped by ${signal} at ${at}`);
      const stopped = await stoppedStack(['deploy', 'orders'], { signal, at });
      expect(stopped.output).toContain(at);
      expect(stopped.output).not.toContain('runs in test');
      const { from, to } = releasesIn(stopped.output);

      const next = await stack('deploy', 'orders');
      expect(next.code).toBe(0);
      expect(next.output.includes('has died while it deploys orders')).toBe(waits);
      const found = releasesIn(next.output);
      expect([from, to]).toContain(found.from);
      expect(found.to).toBe(to);
      expect((await stack('deploy', 'orders')).output).toContain('nothing changes');
      expect((await stacks()).status).toBe('UPDATE_COMPLETE');
    },
  );

deploying(
  'what runs in one environment is promoted to another: the same releases, in its own bucket',
  async () => {
    const promoted = await stack('promote', '--from', 'test', '--to', 'prod');
    expect([promoted.code, promoted.output]).toEqual([0, expect.stringContaining('test -> prod')]);
    const [test, prod] = [await stack('deployed'), await stack('deployed', '--stage', 'prod')];
    expect(JSON.parse(prod.output).prod).toEqual(JSON.parse(test.output).test);

    copy.changeCode('catalog', 'promoted');
    const { to } = releasesIn((await stack('deploy', 'catalog')).output, 'catalog');
    const one = await stack('promote', 'catalog', '--from', 'test', '--to', 'prod');
    expect([one.code, one.output]).toEqual([0, expect.stringContaining(`catalog ${to}: test -> prod`)]);
    expect(one.output).toContain('  changes Catalog (a nested stack): Parameters, TemplateURL\n');
    expect(one.output).not.toMatch(/changes Payments/);
  },
);

deploying('an artifact that was changed after it was tested is not promoted', async () => {
  copy.changeCode('catalog', 'to be changed');
  const { to } = releasesIn((await stack('deploy', 'catalog')).output, 'catalog');
  const buckets = new S3Client({ ...settings(), forcePathStyle: true });
  const at = { Bucket: 'artifacts', Key: `catalog/releases/${to}.template.json` };
  const text = (await (await buckets.send(new GetObjectCommand(at))).Body?.transformToString()) ?? '';
  await buckets.send(new PutObjectCommand({ ...at, Body: text.replace('"Timeout":', '"Timeout" :1, "X":') }));
  expect(await stack('promote', 'catalog', '--from', 'test', '--to', 'prod')).toMatchObject({
    code: 1,
    output: expect.stringContaining('is not what its name says'),
  });
  await buckets.send(new PutObjectCommand({ ...at, Body: text }));
});

deploying(
  'a service that others need is not removed, nor one that is nested deployed by itself',
  async () => {
    expect(await stack('remove', 'catalog')).toMatchObject({
      code: 1,
      output: expect.stringMatching(/cannot be removed from test: .*orders.* was tested with its client/),
    });
    expect(await stack('deploy', 'catalog', '--solo')).toMatchObject({
      code: 1,
      output: expect.stringContaining('catalog is nested in atoll-test'),
    });
  },
);

deploying('a preview has a service by itself, then not the system; it is cheap and goes whole', async () => {
  const stage = ['--stage', 'pr-7'];
  const solo = await stack(
    'deploy',
    'catalog',
    '--solo',
    ...stage,
    '--parameter-overrides',
    'EventBusName=x',
  );
  expect([solo.code, solo.output]).toEqual([
    0,
    expect.stringContaining('runs in pr-7 as atoll-pr-7-catalog'),
  ]);
  expect(Object.keys(JSON.parse((await stack('deployed', ...stage)).output)['pr-7'])).toEqual(['catalog']);
  expect(await stack('deploy', '--system', ...stage)).toMatchObject({
    code: 1,
    output: expect.stringContaining('catalog runs in pr-7 as a stack of its own'),
  });
  expect((await stack('remove', 'catalog', ...stage)).code).toBe(0);

  expect((await stack('deploy', '--system', ...stage)).code).toBe(0);
  const removed = await stack('remove', ...stage);
  expect([removed.code, removed.output]).toEqual([0, expect.stringContaining('atoll-pr-7 is removed')]);
  expect(removed.output).not.toContain('kept:');
  expect((await stack('deployed', ...stage)).output).toContain('"pr-7": {}');
});

deploying('an environment that is no preview is only removed by the name of its stack', async () => {
  expect(await stack('remove', '--stage', 'prod')).toMatchObject({
    code: 1,
    output: expect.stringContaining('stack remove --stage prod --confirm atoll-prod'),
  });
});

deploying('a bucket that is not there is told by its name', async () => {
  copy.configure((text) => text.replace('"artifacts-prod"', '"nowhere"'));
  expect(await stack('deploy', 'orders', '--stage', 'prod')).toMatchObject({
    code: 1,
    output: expect.stringContaining('there is no bucket nowhere'),
  });
});
