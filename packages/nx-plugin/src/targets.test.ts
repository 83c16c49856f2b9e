import { targetsOf } from './targets.js';

test('a service can be packaged and deployed, by its own name; a client and a tool cannot', () => {
  const service = targetsOf({ root: 'apps/orders', kind: 'service' });
  expect(service.package?.options.command).toMatch(/stack\.js package orders$/);
  expect(service.deploy?.options.command).toMatch(/stack\.js deploy orders$/);
  for (const kind of ['client', 'tool'] as const)
    expect(Object.keys(targetsOf({ root: 'packages/x', kind }))).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/package|deploy/)]),
    );
});

test('a deployment is never taken from the cache, follows the packaging, and gets the options of the call', () => {
  const { package: packaged, deploy } = targetsOf({ root: 'apps/orders', kind: 'service' });
  expect(deploy).toMatchObject({ cache: false, parallelism: false, dependsOn: ['package'] });
  expect(deploy?.options.forwardAllArgs).toBeUndefined();
  expect(packaged).toMatchObject({
    cache: true,
    dependsOn: ['build'],
    outputs: ['{workspaceRoot}/.aws-sam/package/orders'],
    options: { forwardAllArgs: false },
  });
});

test('the build of a client takes along what tsc does not emit', () => {
  const { build } = targetsOf({ root: 'packages/x-client', kind: 'client' });
  expect(build?.options.command).toMatch(/ && node scripts\/copy-declared\.mjs packages\/x-client$/);
});
