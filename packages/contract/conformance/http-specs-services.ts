/**
 * `npm run conformance -- http-specs-services [FOLDER]`: the scenarios of @typespec/http-specs through generated
 * services. `tsp-spector knock` sends the requests to a server that hosts the service of every document, and judges
 * the answers. A handler answers by calling the generated client with what it was given, against `tsp-spector serve`:
 * what the service has decoded wrongly is refused there. FOLDER as for `http-specs`.
 */
import { ServiceHost } from './http-specs/host-services.js';
import { runSpecs } from './http-specs/open-specs.js';
import type { Scenario } from './http-specs/prepare.js';
import { report } from './http-specs/report.js';
import { uriOf } from './http-specs/request-of.js';
import { serveHttp } from './http-specs/serve-http.js';
import { type Knocked, knock, startMock } from './http-specs/spector.js';

/** What the host saw of a scenario, and what knock saw of the host. */
function seen({ apis }: Scenario, host: ServiceHost, reason: string): string {
  const faults = apis.flatMap((api) => host.faults.get(`${api.method.toUpperCase()} ${uriOf(api)}`) ?? []);
  return [...faults, reason].join('; ');
}

await runSpecs(async (specs) => {
  const mockUrl = await startMock(specs.folder);
  const host = await ServiceHost.of(specs, mockUrl);
  const server = await serveHttp((url) => (event) => host.answer(event, url));
  const knocked: Knocked = await knock(specs.folder, server.url);
  server.close();
  const failures = specs.scenarios.flatMap((scenario) => {
    const { name } = scenario;
    if (knocked.passed.has(name)) return [];
    return [
      [scenario, seen(scenario, host, knocked.failed.get(name) ?? 'knock makes no request of it')] as const,
    ];
  });
  // Knock is held against the mock server of its own package: what it cannot pass there says nothing of a service.
  const itself = await knock(specs.folder, mockUrl);
  return report(specs.scenarios, new Map(failures), new Set(itself.failed.keys()));
});
