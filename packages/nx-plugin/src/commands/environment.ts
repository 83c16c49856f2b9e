import { type ContainerUrls, environmentOf } from '../system/container-environment.js';
import { readSystem } from '../system/read-system.js';

/** `stack environment`: prints the file for `sam local --env-vars`. */
export function environment(rootFile: string, urls: ContainerUrls): number {
  console.log(JSON.stringify(environmentOf(readSystem(rootFile), urls), null, 2));
  return 0;
}
