import type { Contract } from '../../src/model.js';
import { headerOf, type ProxyEvent, type ProxyResult } from '../../src/runtime/server/event.js';
import { askMock, type Mock } from './ask-mock.js';
import { clientOf, type GeneratedClient } from './client-of.js';
import { type Match, matchesOf } from './match-operation.js';
import type { Specs } from './open-specs.js';
import { type GeneratedService, type Handled, serviceOf } from './service-of.js';

interface Hosted {
  readonly contract: Contract;
  readonly service: GeneratedService;
  readonly client: GeneratedClient;
}

/** All services of the specs as one handler, behind which the mock server is. */
export class ServiceHost {
  readonly #hosted: readonly Hosted[];
  readonly #mockUrl: string;
  /** What was wrong with the last request of a method and path. */
  readonly faults = new Map<string, string>();

  private constructor(hosted: readonly Hosted[], mockUrl: string) {
    this.#hosted = hosted;
    this.#mockUrl = mockUrl;
  }

  static async of({ documents, own }: Specs, mockUrl: string): Promise<ServiceHost> {
    const hosted: Hosted[] = [];
    for (const { contract } of documents) {
      if (contract === undefined) continue;
      const [service, client] = [await serviceOf(contract, own), await clientOf(contract, own)];
      hosted.push({ contract, service, client });
    }
    return new ServiceHost(hosted, mockUrl);
  }

  async #handle({ contract, service, client }: Hosted, match: Match, given: Given): Promise<Handled> {
    const { event, mock } = given;
    const path = event.path.slice(match.prefix.length) || '/';
    return service.handle({ ...event, path }, async (operationId, request) => {
      // The router decides which operation it is, not who looks for the service.
      const operation = contract.operations.find((each) => each.operationId === operationId);
      if (operation === undefined) throw new Error(`the contract has no ${operationId}`);
      const asked = {
        request,
        headers: new Map(
          Object.keys(event.multiValueHeaders ?? {}).map((name) => [name, headerOf(event, name) ?? '']),
        ),
        query: queryOf(event),
      };
      return askMock({ client, contract, match: { ...match, operation } }, asked, mock);
    });
  }

  /** Where several services understand a request, the first one whose handler answers it. */
  async answer(event: ProxyEvent, publicUrl: string): Promise<ProxyResult> {
    const { httpMethod, path } = event;
    const name = `${httpMethod} ${path}`;
    const candidates = this.#hosted.flatMap((hosted) =>
      matchesOf(hosted.contract, httpMethod, path).map((match) => ({ hosted, match })),
    );
    candidates.sort((a, b) => b.match.weight - a.match.weight);
    let first: Handled | undefined;
    for (const { hosted, match } of candidates) {
      const handled = await this.#handle(hosted, match, { event, mock: { url: this.#mockUrl, publicUrl } });
      if (handled.isAnswered) return handled.result;
      first ??= handled;
    }
    const { result = nowhere, error } = first ?? {};
    const what = first === undefined ? `no document has ${name}` : (error ?? result.body);
    this.faults.set(name, what);
    return result;
  }
}

interface Given {
  readonly event: ProxyEvent;
  readonly mock: Mock;
}

const nowhere: ProxyResult = { statusCode: 404, headers: {}, body: '', isBase64Encoded: false };

function queryOf({ multiValueQueryStringParameters }: ProxyEvent): URLSearchParams {
  const pairs = Object.entries(multiValueQueryStringParameters ?? {});
  return new URLSearchParams(
    pairs.flatMap(([name, values = []]) => values.map((value): [string, string] => [name, value])),
  );
}
