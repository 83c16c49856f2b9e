import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const workspace = join(import.meta.dirname, '..', '..');
const { parse } = createRequire(join(workspace, 'packages', 'contract', 'package.json'))('yaml') as {
  parse(text: string): unknown;
};

interface Preview {
  readonly on: { readonly pull_request: { readonly types: readonly string[] } };
  readonly concurrency: { readonly group: string; readonly 'cancel-in-progress'?: boolean };
  readonly jobs: {
    readonly preview: {
      readonly if: string;
      readonly env: { readonly STAGE: string };
      readonly steps: readonly { readonly if?: string; readonly run?: string }[];
    };
  };
}

const { on, concurrency, jobs } = parse(
  readFileSync(join(workspace, '.github', 'workflows', 'preview.yml'), 'utf8'),
) as Preview;

test('a preview is deployed while its pull request is open, and removed by the same scripts when it is closed', () => {
  expect(on.pull_request.types).toEqual(expect.arrayContaining(['opened', 'synchronize', 'closed']));
  expect(jobs.preview.env.STAGE).toBe(`pr-\${{ github.event.number }}`);
  const steps = jobs.preview.steps.filter(({ run }) => run?.startsWith('npm run stack'));
  expect(steps.map((step) => [step.if, step.run?.slice(0, 54)])).toEqual([
    ["github.event.action != 'closed'", 'npm run stack -- deploy --system --stage "$STAGE" --pa'],
    ["github.event.action == 'closed'", 'npm run stack -- remove --stage "$STAGE"'],
  ]);
});

test('a removal waits for the deployment before it, and pull requests of forks get no role', () => {
  expect(concurrency).toEqual({ group: `preview-\${{ github.event.number }}` });
  expect(jobs.preview.if).toContain('head.repo.full_name == github.repository');
});
