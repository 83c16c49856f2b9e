import { AwsError } from '../parts.js';
import { validation } from './ssm-input.js';

const maxLevels = 15;

/**
 * Rules for new names: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
 * Errors: ValidationException, HierarchyLevelLimitExceededException.
 */
export function checkNewName(name: string): void {
  if (!/^[A-Za-z0-9_.\-/]{1,1011}$/.test(name) || name.includes('//') || name.endsWith('/')) {
    throw validation(
      `Parameter name: only a-z, A-Z, 0-9 and .-_ are allowed, and / between the levels of a hierarchy; '${name}' has others.`,
    );
  }
  if (/^\/?(aws|ssm)/i.test(name)) {
    throw validation(
      'Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive), also with a / before it.',
    );
  }
  if (name.includes('/') && !name.startsWith('/')) {
    throw validation('Parameter name must be a fully qualified name: with levels, it begins with /.');
  }
  if (name.split('/').length - 1 > maxLevels) {
    throw new AwsError(
      'HierarchyLevelLimitExceededException',
      `Hierarchy can have a maximum of ${maxLevels} levels.`,
    );
  }
}

export interface ParameterReference {
  readonly name: string;
  /** Version or label, with the colon before it; empty for the latest version. */
  readonly selector: string;
}

/** A name, or an ARN of this account and region, each with or without `:version`. */
export function readReference(reference: string, arnPrefix: string): ParameterReference {
  const plain = reference.startsWith(arnPrefix) ? reference.slice(arnPrefix.length) : reference;
  const full = plain !== reference && !plain.slice(1).includes('/') ? plain.slice(1) : plain;
  const colon = full.indexOf(':');
  if (colon < 0 || plain.startsWith('arn:')) return { name: full, selector: '' };
  return { name: full.slice(0, colon), selector: full.slice(colon) };
}
