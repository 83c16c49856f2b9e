import type { Contract, Operation, SecurityScheme } from '../model.js';
import type { CredentialFormat } from '../runtime/client/operation-format.js';
import type { SchemeFormat } from '../runtime/server/credentials.js';

/** How a scheme is shown in a request. */
export function schemeFormat({ type, scheme, in: location, parameterName }: SecurityScheme): SchemeFormat {
  if (type === 'mutualTLS') return { kind: 'tls' };
  if (type === 'apiKey') {
    const at = location === 'query' || location === 'cookie' ? location : 'header';
    return { kind: 'apiKey', in: at, parameter: parameterName ?? '' };
  }
  const name = type === 'http' ? (scheme ?? 'bearer').toLowerCase() : 'bearer';
  return name === 'bearer' || name === 'basic' ? { kind: name } : { kind: 'http', scheme: name };
}

/** API Gateway looks for keys in this header, and checks them itself. */
export const gatewayKeyHeader = 'x-api-key';

function isGatewayKey(scheme: SecurityScheme | undefined): boolean {
  if (scheme === undefined) return false;
  const { kind, in: at, parameter } = schemeFormat(scheme);
  return kind === 'apiKey' && at === 'header' && parameter?.toLowerCase() === gatewayKeyHeader;
}

/** Whether every way into the operation shows a key that API Gateway checks. */
export function needsGatewayKey({ securitySchemes }: Contract, { security }: Operation): boolean {
  return (
    security.length > 0 &&
    security.every((alternative) =>
      [...alternative.keys()].some((name) => isGatewayKey(securitySchemes.get(name))),
    )
  );
}

/** The alternatives of an operation, as its client shows them. */
export function credentialFormats(contract: Contract, { security }: Operation): CredentialFormat[][] {
  return security.map((requirement) =>
    Array.from(requirement).flatMap(([name, scopes]) => {
      const scheme = contract.securitySchemes.get(name);
      if (scheme === undefined) return [];
      const format = schemeFormat(scheme);
      const shown = format.kind === 'http' ? { scheme: scheme.scheme ?? '' } : {};
      return [{ name, ...format, ...shown, scopes }];
    }),
  );
}

/** The schemes that any operation of the contract uses. */
export function usedSchemes(contract: Contract): SecurityScheme[] {
  const names = new Set(
    contract.operations.flatMap(({ security }) => security.flatMap((each) => [...each.keys()])),
  );
  return [...contract.securitySchemes.values()].filter(({ name }) => names.has(name));
}
