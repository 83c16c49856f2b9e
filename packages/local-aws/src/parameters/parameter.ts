export type ParameterType = 'String' | 'StringList' | 'SecureString';
export type Tier = 'Standard' | 'Advanced';

/** One version of a parameter's value. */
export interface ParameterVersion {
  readonly version: number;
  readonly type: ParameterType;
  readonly value: string;
  readonly tier: Tier;
  readonly description?: string;
  readonly allowedPattern?: string;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
}

export interface Parameter {
  readonly name: string;
  /** What the template says; a version put over it gives way when the template changes. */
  readonly template: ParameterVersion | undefined;
  /** At least one, the latest last. */
  readonly versions: readonly ParameterVersion[];
}

export function latest(parameter: Parameter): ParameterVersion {
  return parameter.versions.at(-1) as ParameterVersion;
}
