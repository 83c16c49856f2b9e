import { main } from './cli.js';

/** What a stream is given while the command line runs. */
function collect(stream: NodeJS.WriteStream) {
  const texts: string[] = [];
  const spy = jest.spyOn(stream, 'write').mockImplementation((text) => texts.push(String(text)) > 0);
  return { texts, restore: () => spy.mockRestore() };
}

/** Runs the command line in this process and collects what it prints. */
async function run(...args: string[]) {
  const [out, err] = [collect(process.stdout), collect(process.stderr)];
  try {
    const code = await main(args);
    return { code, out: out.texts.join(''), err: err.texts.join('') };
  } finally {
    out.restore();
    err.restore();
  }
}

test('--help prints the usage', async () => {
  const { code, out, err } = await run('--help');
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/^usage: local-aws COMMAND\n/);
});

test.each([
  [['nothing'], /^'nothing' is no command\n\nusage: /],
  [[], /^usage: local-aws COMMAND/],
  [['start', '--prot', '1'], /Unknown option '--prot'/],
  [['start', '--port', 'x'], /^--port x is no port: give a number from 0 to 65535\n$/],
  [['start', '--endpoint-port', '65536'], /^--endpoint-port 65536 is no port/],
  [['start', '--parameter-overrides', 'Stage'], /^--parameter-overrides Stage is not NAME=VALUE\n$/],
  [['start', '--inspect', 'F=0'], /^--inspect F=0: 0 is no port\n$/],
  [['check', '--port', '1'], /^check has no option --port\n\nusage: /],
  [['token', '--sub', 'ann', '--data', 'd'], /^token has no option --data\n/],
  [['token', '--sub', 'ann', 'orders:read'], /^token takes no 'orders:read'\n$/],
  [['check', '--parameter-overrides', 'A=1', 'B'], /^--parameter-overrides B is not NAME=VALUE\n$/],
  [['check', 'template.yaml'], /^'template\.yaml' belongs to no option\n$/],
  [['token'], /^token needs --sub NAME: whom the token stands for\n$/],
])('%j is a wrong call and ends with 2', async (args, message) => {
  const { code, err } = await run(...args);
  expect(code).toBe(2);
  expect(err).toMatch(message);
});
