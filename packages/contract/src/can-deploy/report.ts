import type { Decision, Pair } from './decide.js';

function lineOf({ answer, consumer, provider, uses, reason }: Pair): string {
  return `  ${answer.padEnd(7)}  ${consumer} → ${provider} (${uses.join(', ')}): ${reason}`;
}

function deadlockText(service: string, candidate: string): string {
  return `${candidate} and ${service} wait for one another: offer the new beside the old first (a minor version), let
${service} move to it, and take the old away when nobody uses it any more`;
}

/** The answer, the reason of every pair, and what to deploy first. */
export function printDecision({ candidate, environment, pairs, ...decision }: Decision): string {
  const { service, version, contractVersion } = candidate;
  const contract = contractVersion === undefined ? '' : ` with contract ${contractVersion}`;
  const head = `${decision.yes ? 'yes' : 'no'}: ${service} ${version}${contract} ${decision.yes ? 'can' : 'cannot'} be deployed to ${environment}`;
  const alone = pairs.length === 0 ? [`  nobody in ${environment} uses it, and it uses nobody`] : [];
  const first = decision.first.map((each) => `deploy first: ${each}`);
  const deadlocks = decision.deadlocks.map((each) => deadlockText(each, service));
  return [head, ...alone, ...pairs.map(lineOf), ...first, ...deadlocks].join('\n');
}
