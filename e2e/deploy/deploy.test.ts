import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
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
  await new S3Client({ ...settings(), forcePathStyle: true }).send(
    new CreateBucketCommand({ Bucket: 'artifacts' }),
  );
}, 60_000);
afterAll(async () => {
  if (isTarget) await emulator.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs `stack` in the copy, against the emulator, and gives its exit code and all that it printed. */
async function stack(...args: string[]): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, ['packages/nx-plugin/bin/stack.js', ...args, '--stage', 'test'], {
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
function releasesIn(output: string): { from: string; to: string } {
  const [, from = '', to = ''] = /^orders: (\S+) -> (\S+) in test$/m.exec(output) ?? [];
  return { from, to };
}

deploying('a service is not deployed where there is no system yet', async () => {
  const refused = await stack('deploy', 'orders');
  expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('begin with the whole system') });
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
      '  changes Orders (a nested stack): TemplateURL',
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
    const restore = copy.add(
      'orders',
      'Resources',
      `  Handle: { Type: AWS::CloudFormation::WaitConditionHandle }
  Never: { Type: AWS::CloudFormation::WaitCondition, Properties: { Handle: !Ref Handle, Timeout: '1' } }
`,
    );
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
