import { main } from './cli.js';

let told: string[];
beforeEach(() => {
  told = [];
  for (const stream of ['log', 'error'] as const)
    jest.spyOn(console, stream).mockImplementation((...texts: unknown[]) => {
      told.push(texts.join(' '));
    });
});
afterEach(() => jest.restoreAllMocks());

test.each([
  [[], 'usage: stack COMMAND'],
  [['bild'], "'bild' is no command"],
  [['deploy', 'orders'], 'which environment? Give --stage'],
  [['deploy', 'orders', '--colour', 'red'], "Unknown option '--colour'"],
  [
    ['deploy', '--system', '--stage', 'x', '--parameter-overrides', 'Stage'],
    '--parameter-overrides Stage is not NAME=VALUE',
  ],
])('the wrong call %j is exit code 2 and says why', async (args, message) => {
  expect(await main(args)).toBe(2);
  expect(told.join('\n')).toContain(message);
});

test.each([
  [['deploy', 'nothing', '--stage', 'test'], "template.yaml nests no service 'nothing'; it has catalog"],
  [['deploy', 'orders', '--stage', 'nowhere'], 'samconfig.toml has no [nowhere.global.parameters]'],
  [['deploy', '--system', 'orders', '--stage', 'test'], '--system takes all services'],
  [['deploy', 'orders', 'catalog', '--stage', 'test'], 'deploy takes one service'],
  [['deploy', 'orders', '--stage', 'test', '--parameter-overrides', 'A=b'], 'they go with --system'],
])('%j cannot be done: exit code 1', async (args, message) => {
  expect(await main(args)).toBe(1);
  expect(told.join('\n')).toContain(message);
});

test('--help is no error', async () => {
  expect(await main(['--help'])).toBe(0);
  expect(told.join('\n')).toContain('deploy SERVICE --stage STAGE');
});
