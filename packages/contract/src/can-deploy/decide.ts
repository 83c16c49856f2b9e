import type { Environment } from './deploy-record.js';
import {
  type Consumer,
  type Judgement,
  type Judging,
  judgePair,
  type Provider,
  type Use,
} from './judge-pair.js';

/** A version of a service that is asked about. */
export interface Candidate {
  readonly service: string;
  readonly version: string;
  readonly contractVersion: string | undefined;
  readonly clients: readonly Client[];
}

/** A client in a service's package.json. */
export interface Client {
  readonly name: string;
  readonly range: string | undefined;
  readonly tested: readonly string[];
}

/** What is known of services beyond the record. */
export interface Knowledge {
  /** The service whose client a package is. Undefined for other packages. */
  readonly providerOf: (client: string) => string | undefined;
  /** Ranges by client in the package.json of that version. Undefined when that version is not known. */
  readonly rangesOf: (service: string, version: string) => ReadonlyMap<string, string> | undefined;
  readonly usesOf: (service: string, client: string) => readonly Use[];
  readonly compared: Judging['compared'];
}

export interface Pair extends Judgement {
  readonly consumer: string;
  readonly provider: string;
  readonly uses: readonly Use[];
}

export interface Decision {
  readonly candidate: Candidate;
  readonly environment: string;
  readonly pairs: readonly Pair[];
  readonly yes: boolean;
  /** What to deploy before, each once, in the order of the pairs. */
  readonly first: readonly string[];
  /** Services that wait for the candidate as the candidate waits for them. */
  readonly deadlocks: readonly string[];
}

function pairOf(consumer: Consumer, provider: Provider | undefined, judging: Judging): Pair {
  const named = ({ service, version }: Provider | Consumer) => `${service} ${version}`;
  return {
    consumer: named(consumer),
    provider: provider === undefined ? judging.name : named(provider),
    uses: consumer.uses,
    ...judgePair(consumer, provider, judging),
  };
}

function judgingOf(name: string, knowledge: Knowledge): Judging {
  return { name, compared: (...versions) => knowledge.compared(...versions) };
}

/** The candidate as a consumer of what is deployed. */
function outgoing(candidate: Candidate, deployed: Environment, knowledge: Knowledge): [string, Pair][] {
  return candidate.clients.flatMap(({ name: client, range, tested }) => {
    const name = knowledge.providerOf(client);
    if (name === undefined || name === candidate.service) return [];
    const { service, version } = candidate;
    const uses = knowledge.usesOf(service, client);
    const found = deployed.get(name);
    const provider = found && { service: name, ...found, contractVersion: found.contractVersion };
    const judging = judgingOf(name, knowledge);
    return [[name, pairOf({ service, version, client, range, tested, uses }, provider, judging)]];
  });
}

/** Clients of the candidate that a deployed service was built with, by its record or by its package.json. */
function clientsUsed(service: string, deployed: Environment, knowledge: Knowledge): Client[] {
  const entry = deployed.get(service);
  if (entry === undefined) return [];
  const ranges = knowledge.rangesOf(service, entry.version);
  const names = new Set([...entry.testedWith.keys(), ...(ranges?.keys() ?? [])]);
  return Array.from(names, (name) => ({
    name,
    range: ranges?.get(name),
    tested: entry.testedWith.get(name) ?? [],
  }));
}

/** What is deployed as consumers of the candidate. */
function incoming(candidate: Candidate, deployed: Environment, knowledge: Knowledge): [string, Pair][] {
  return Array.from(deployed).flatMap(([service, { version }]) => {
    if (service === candidate.service) return [];
    return clientsUsed(service, deployed, knowledge)
      .filter(({ name }) => knowledge.providerOf(name) === candidate.service)
      .map(({ name: client, range, tested }): [string, Pair] => {
        const uses = knowledge.usesOf(service, client);
        const consumer = { service, version, client, range, tested, uses };
        const judging = judgingOf(candidate.service, knowledge);
        return [service, pairOf(consumer, candidate, judging)];
      });
  });
}

/**
 * Whether a version of a service may go to an environment: every deployed consumer must work with its contract, and it
 * with every deployed provider. Unknown is not yes.
 */
export function decide(
  candidate: Candidate,
  environment: { readonly name: string; readonly deployed: Environment },
  knowledge: Knowledge,
): Decision {
  const consumers = incoming(candidate, environment.deployed, knowledge);
  const providers = outgoing(candidate, environment.deployed, knowledge);
  const pairs = [...consumers, ...providers].map(([, pair]) => pair);
  const waiting = (list: readonly [string, Pair][]) =>
    new Set(list.filter(([, { answer }]) => answer === 'no').map(([service]) => service));
  const behind = waiting(providers);
  return {
    candidate,
    environment: environment.name,
    pairs,
    yes: pairs.every(({ answer }) => answer === 'yes'),
    first: [...new Set(pairs.flatMap(({ first }) => first ?? []))],
    deadlocks: [...waiting(consumers)].filter((service) => behind.has(service)),
  };
}
