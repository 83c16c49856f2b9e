import { inRange } from './range.js';
import { compareVersions, keeps, parseVersion, sameLine } from './version.js';

/** How a consumer uses a provider: it calls it, it reacts to its events. */
export type Use = 'http' | 'events';

/** One side of a pair: a service that was built with the client of another. */
export interface Consumer {
  readonly service: string;
  readonly version: string;
  readonly client: string;
  /** Of its package.json. Undefined when that version's package.json is not known. */
  readonly range: string | undefined;
  /** Versions of the client that its tests ran with; none when nobody recorded them. */
  readonly tested: readonly string[];
  readonly uses: readonly Use[];
}

/** The other side: a service, and the version of the contract that it keeps. */
export interface Provider {
  readonly service: string;
  readonly version: string;
  readonly contractVersion: string | undefined;
}

/** Whether the two work together, why, and what has to be deployed before. */
export interface Judgement {
  readonly answer: 'yes' | 'no' | 'unknown';
  readonly reason: string;
  readonly first?: string;
}

function newest(versions: readonly string[]): string {
  const order = (a: string, b: string) => {
    const [left, right] = [parseVersion(a), parseVersion(b)];
    return left === undefined || right === undefined ? 0 : compareVersions(left, right);
  };
  return [...versions].sort(order).at(-1) ?? '';
}

function absent({ service, uses }: Consumer, provider: string): Judgement {
  if (!uses.includes('http'))
    return { answer: 'yes', reason: `${provider} is not there yet, so none of its events arrives` };
  return { answer: 'no', reason: `${service} calls ${provider}, which is not there`, first: provider };
}

/** Tests that ran with a client which the range excludes tell of a package.json that was rewritten after them. */
function untested({ client, range, tested }: Consumer): Judgement | undefined {
  if (tested.length === 0)
    return { answer: 'unknown', reason: `nothing tells with which ${client} its tests ran` };
  if (range === undefined || tested.some((each) => inRange(each, range) === true)) return undefined;
  if (inRange(tested[0] ?? '', range) === undefined)
    return { answer: 'unknown', reason: `its range '${range}' of ${client} cannot be read` };
  const reason = `its package.json asks for ${client} ${range}, but its tests ran with ${tested.join(', ')}`;
  return { answer: 'unknown', reason };
}

function mismatch(consumer: Consumer, provider: Provider, contract: string): Judgement {
  const { service, client, tested, range } = consumer;
  const last = newest(tested);
  const [wanted, given] = [parseVersion(last), parseVersion(contract)];
  if (wanted === undefined || given === undefined)
    return { answer: 'unknown', reason: `'${last}' and '${contract}' cannot be compared` };
  const ran = `its tests ran with ${client} ${tested.join(', ')}`;
  if (compareVersions(given, wanted) < 0) {
    const lacks = sameLine(given, wanted) ? 'may lack what that offers' : 'does not keep that';
    const first = `${provider.service} with contract ${last} or later`;
    return { answer: 'no', reason: `${ran}, and contract ${contract} ${lacks}`, first };
  }
  const allows = range !== undefined && inRange(contract, range) === true;
  const proof = allows ? `; its range ${range} allows ${contract}, but no test ran with it` : '';
  const first = `${service} tested with ${client} ${contract}`;
  return { answer: 'no', reason: `${ran}, and contract ${contract} breaks it${proof}`, first };
}

/** What judging takes besides the two sides. */
export interface Judging {
  /** Of the provider. */
  readonly name: string;
  /**
   * Whether a contract takes and answers all that another does, by comparing the two themselves. Undefined when one of
   * them is not known.
   */
  readonly compared: (client: string, provided: string, tested: string) => boolean | undefined;
}

/** Numbers may say less than the contracts do: what only takes something away is kept by what came before it. */
function comparedPair(consumer: Consumer, contract: string, { compared }: Judging): Judgement | undefined {
  const { client, tested } = consumer;
  const fitting = tested.find((each) => compared(client, contract, each) === true);
  if (fitting === undefined) return undefined;
  const reason = `its tests ran with ${client} ${fitting}, and contract ${contract}, compared with it, keeps all of that`;
  return { answer: 'yes', reason };
}

/**
 * Judges one pair by the contract that the provider keeps and the clients that the consumer was tested with. What
 * nobody recorded is not taken for compatible.
 *
 * @param provider undefined when it is not deployed.
 */
export function judgePair(consumer: Consumer, provider: Provider | undefined, judging: Judging): Judgement {
  if (provider === undefined) return absent(consumer, judging.name);
  const { contractVersion: contract, service, version } = provider;
  if (contract === undefined)
    return { answer: 'unknown', reason: `nothing tells which contract ${service} ${version} keeps` };
  const doubt = untested(consumer);
  if (doubt !== undefined) return doubt;
  const fitting = consumer.tested.find((each) => keeps(contract, each));
  if (fitting === undefined)
    return comparedPair(consumer, contract, judging) ?? mismatch(consumer, provider, contract);
  const reason = `its tests ran with ${consumer.client} ${fitting}, and contract ${contract} keeps that`;
  return { answer: 'yes', reason };
}
