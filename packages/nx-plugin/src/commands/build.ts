import { relative } from 'node:path';
import { buildSystem } from '../system/build-system.js';
import { checkSystem, type SystemProblem } from '../system/check-system.js';
import { readSystem } from '../system/read-system.js';

function printed({ place, what, remedy }: SystemProblem): string {
  return `${place} ${what}\n  ${remedy}`;
}

/** `stack check`: exit code 1 when `sam local` would answer something wrongly. */
export function check(rootFile: string): number {
  const system = readSystem(rootFile);
  const problems = checkSystem(system);
  for (const problem of problems) console.error(printed(problem));
  if (problems.length > 0) return 1;
  console.log(`${system.services.length} services; sam local answers for each of them`);
  return 0;
}

/** `stack build`: checks, then writes .aws-sam/build. */
export function build(rootFile: string): number {
  if (check(rootFile) !== 0) return 1;
  for (const file of buildSystem(readSystem(rootFile))) console.log(relative(process.cwd(), file));
  return 0;
}
