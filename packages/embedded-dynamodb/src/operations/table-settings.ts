import type { StreamViewType, TableDefinition } from '../engine/definition.js';
import type { Engine } from '../engine/engine.js';
import { invalidParameter } from '../validation/errors.js';

export interface StreamSpecification {
  readonly StreamEnabled: boolean;
  readonly StreamViewType?: StreamViewType;
}

/**
 * The stream that a StreamSpecification turns on. Its label is the time, as in AWS; a stream that was turned off in
 * the same millisecond has taken that name.
 */
export function streamOf(
  { engine, atMs }: { readonly engine: Engine; readonly atMs: number },
  tableArn: string,
  specification: StreamSpecification | undefined,
): TableDefinition['stream'] {
  if (specification === undefined || specification === null) return undefined;
  const { StreamEnabled: isEnabled, StreamViewType: viewType } = specification;
  if (!isEnabled) {
    if (viewType === undefined) return undefined;
    throw invalidParameter('UNKNOWN_VIEW_TYPE is not a valid StreamViewType when StreamEnabled is false');
  }
  if (viewType === undefined) throw invalidParameter('StreamViewType is required');
  for (let labelMs = atMs; ; labelMs++) {
    const label = new Date(labelMs).toISOString().slice(0, -1);
    const arn = `${tableArn}/stream/${label}`;
    if (!engine.database.streams.has(arn)) return { arn, label, viewType };
  }
}

/** `SSEDescription` for a key of KMS; the default encryption is not described. */
export function sseDescription(
  engine: Engine,
  specification: Readonly<Record<string, unknown>> | undefined,
): Record<string, unknown> | undefined {
  const { Enabled: isEnabled, SSEType: type = 'KMS', KMSMasterKeyId: key } = specification ?? {};
  if (key !== undefined && (isEnabled !== true || type !== 'KMS')) {
    throw invalidParameter('KMSMasterKeyId can be set only when SSE is enabled with SSEType KMS');
  }
  if (isEnabled !== true) return undefined;
  if (type === 'AES256') throw invalidParameter('SSEType AES256 is not supported');
  const arn = String(key ?? 'alias/aws/dynamodb');
  const prefix = `arn:aws:kms:${engine.region}:${engine.accountId}:`;
  const path = arn.startsWith('alias/') ? arn : `key/${arn}`;
  return { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: arn.startsWith('arn:') ? arn : prefix + path };
}
