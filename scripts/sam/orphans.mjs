/** Containers that a killed `sam local` left behind: it removes them at its end, which a kill -9 does not let it reach. */
import { spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { sep } from 'node:path';

/** What docker prints; a container that has gone since it was listed is none of its failures. */
function docker(...args) {
  const { status, stdout, stderr } = spawnSync('docker', args, { encoding: 'utf8' });
  const failures = stderr
    .split('\n')
    .filter((line) => line !== '' && !/No such (?:object|container)/.test(line));
  if (status !== 0 && (failures.length > 0 || stderr === ''))
    throw new Error(`docker ${args[0]} failed: ${failures.join('\n') || `exit code ${status}`}`);
  return stdout;
}

/** Whether something listens there. What cannot be reached in a second does not. */
function answers(url) {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), timeout: 1000 });
    const end = (result) => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () => end(true));
    for (const event of ['error', 'timeout']) socket.once(event, () => end(false));
  });
}

function endpointOf({ Config: { Env: variables } }) {
  return variables.find((each) => each.startsWith('AWS_ENDPOINT_URL='))?.slice('AWS_ENDPOINT_URL='.length);
}

/**
 * Removes containers that run this workspace's bundles and whose local-aws is gone. Those of a system that runs
 * beside it have an endpoint that answers.
 */
export async function removeOrphans(workspace) {
  const ids = docker('ps', '--quiet').split('\n').filter(Boolean);
  if (ids.length === 0) return;
  const own = JSON.parse(docker('inspect', ...ids)).filter((each) =>
    each.Mounts.some(({ Source: source }) => source?.startsWith(workspace + sep)),
  );
  for (const container of own) {
    const endpoint = endpointOf(container);
    if (endpoint === undefined || (await answers(endpoint))) continue;
    docker('rm', '--force', container.Id);
    console.log(`removed ${container.Name.slice(1)}: its system is gone`);
  }
}
