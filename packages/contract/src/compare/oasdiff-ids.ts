/**
 * How oasdiff (github.com/oasdiff/oasdiff) names what our rules name. Where nothing is listed both ids are the same.
 * `null`: oasdiff has no such rule.
 */
export const oasdiffIds: Readonly<Record<string, string | null>> = {
  'operation-removed': 'api-removed-without-deprecation',
  'operation-removed-draft': null,
  'operation-removed-without-sunset': 'api-removed-with-deprecation',
  'operation-removed-before-sunset': 'api-removed-before-sunset',
  'operation-id-added': 'api-operation-id-added',
  'operation-id-removed': 'api-operation-id-removed',
  'operation-id-changed': 'api-operation-id-removed',
  'operation-added': 'endpoint-added',
  'operation-removed-after-sunset': null,
  'webhook-removed-after-sunset': null,
  'webhook-removed-draft': null,
  'response-success-range-narrowed': null,
  'operation-deprecated': 'endpoint-deprecated',
  'operation-deprecated-with-sunset': 'endpoint-deprecated-with-sunset',
  'operation-reactivated': 'endpoint-reactivated',
  'operation-sunset-deleted': 'sunset-deleted',
  'operation-sunset-moved-earlier': 'api-sunset-date-changed-too-small',
  'operation-sunset-invalid': 'api-path-sunset-parse',
  'operation-stability-decreased': 'api-stability-decreased',
  'operation-stability-increased': null,
  'operation-stability-invalid': 'api-invalid-stability-level',
  'request-property-stability-invalid': 'api-invalid-stability-level',
  'response-property-stability-invalid': 'api-invalid-stability-level',
  'tag-added': 'api-tag-added',
  'tag-removed': 'api-tag-removed',
  'schema-removed': 'api-schema-removed',

  'request-parameter-added-required': 'new-required-request-parameter',
  'request-parameter-added-optional': 'new-optional-request-parameter',
  'request-parameter-renamed': null,
  'request-parameter-became-list': 'request-parameter-type-generalized',
  'request-parameter-became-text': 'request-parameter-type-generalized',
  'request-parameter-sunset-invalid': 'request-parameter-sunset-parse',
  'request-parameter-sunset-moved-earlier': 'request-parameter-sunset-date-changed-too-small',

  'request-property-added-required': 'new-required-request-property',
  'request-property-added-required-with-default': 'new-required-request-property-with-default',
  'request-property-added-optional': 'new-optional-request-property',
  'request-property-removed-required': 'request-property-removed',
  'request-property-removed-optional': 'request-property-removed',
  'response-property-added-required': 'response-required-property-added',
  'response-property-added-required-with-default': 'response-required-property-added',
  'response-property-added-optional': 'response-optional-property-added',
  'response-property-removed-required': 'response-required-property-removed',
  'response-property-removed-optional': 'response-optional-property-removed',
  'response-property-became-required-with-default': 'response-property-became-required',
  'response-write-only-property-added-required': 'response-required-write-only-property-added',
  'response-write-only-property-added-optional': 'response-optional-write-only-property-added',
  'response-write-only-property-removed-required': 'response-required-write-only-property-removed',
  'response-write-only-property-removed-optional': 'response-optional-write-only-property-removed',

  'request-body-added-required': 'request-body-added-required',
  'response-property-pattern-generalized': 'response-property-pattern-changed',
  'response-body-enum-value-removed': 'response-mediatype-enum-value-removed',
  'request-body-enum-removed': 'request-body-enum-value-removed',
  'request-body-media-type-generalized': 'request-body-media-type-added',
  'request-body-media-type-specialized': 'request-body-media-type-removed',
  'response-media-type-generalized': 'response-media-type-name-generalized',
  'response-media-type-specialized': 'response-media-type-name-specialized',
  'response-header-removed-required': 'required-response-header-removed',
  'response-header-removed-optional': 'optional-response-header-removed',
  'response-header-became-required': null,

  'security-added': 'api-security-added',
  'security-removed': 'api-security-removed',
  'security-replaced': 'api-security-removed',
  'security-scope-added': 'api-security-scope-added',
  'security-scope-removed': 'api-security-scope-removed',
  'security-scheme-added': 'api-security-component-added',
  'security-scheme-removed': 'api-security-component-removed',
  'security-scheme-changed': 'api-security-component-type-changed',
  'security-scheme-scope-added': 'api-security-component-oauth-scope-added',
  'security-scheme-scope-removed': 'api-security-component-oauth-scope-removed',
  'security-scheme-scope-changed': 'api-security-component-oauth-scope-changed',
  'security-scheme-url-changed': 'api-security-component-oauth-token-url-changed',
  'global-security-added': 'api-global-security-added',
  'global-security-removed': 'api-global-security-removed',
  'global-security-scope-added': 'api-global-security-scope-added',
  'global-security-scope-removed': 'api-global-security-scope-removed',
  'server-added': null,
  'server-removed': null,
};

/** Formats are types to oasdiff, and a type that takes less is a changed type in requests. */
export const oasdiffSchemaIds: Readonly<Record<string, string>> = {
  'request format-added': 'type-changed',
  'request format-removed': 'type-generalized',
  'request format-changed': 'type-changed',
  'request type-specialized': 'type-changed',
  'response format-added': 'type-specialized',
  'response format-removed': 'type-changed',
  'response format-changed': 'type-changed',
};

/** Where oasdiff's doctrine gives another level than ours, with why ours stays as it is. */
export const otherLevels: Readonly<
  Record<string, { readonly level: 'ERR' | 'WARN' | 'INFO'; readonly reason: string }>
> = {
  'api-operation-id-added': {
    level: 'INFO',
    reason: "oasdiff judges the wire; our client's functions bear the operationId",
  },
  'api-operation-id-removed': {
    level: 'INFO',
    reason: "oasdiff judges the wire; our client's functions bear the operationId",
  },
  'api-removed-with-deprecation': { level: 'INFO', reason: 'without a sunset date nobody was told when' },
  'api-path-removed-with-deprecation': {
    level: 'INFO',
    reason: 'without a sunset date nobody was told when',
  },
  'api-security-removed': {
    level: 'INFO',
    reason: 'oasdiff does not judge security; callers with these credentials are refused',
  },
  'api-security-scope-added': {
    level: 'INFO',
    reason: 'oasdiff does not judge security; callers without the scope are refused',
  },
  'response-body-all-of-removed': { level: 'INFO', reason: 'what allOf no longer asks for may be missing' },
  'response-property-all-of-removed': {
    level: 'INFO',
    reason: 'what allOf no longer asks for may be missing',
  },
  'response-body-any-of-added': {
    level: 'INFO',
    reason: 'v1.36.0 agrees with ours: who reads does not know the new member',
  },
  'response-property-any-of-added': {
    level: 'INFO',
    reason: 'v1.36.0 agrees with ours: who reads does not know the new member',
  },
  'api-security-component-type-changed': {
    level: 'INFO',
    reason: 'oasdiff does not judge security; callers send credentials in the old way',
  },
  'request-body-media-type-schema-removed': { level: 'INFO', reason: 'both agree for requests' },
  'response-body-media-type-schema-removed': { level: 'WARN', reason: 'without a schema anything may come' },
};

/**
 * A limit where none was: oasdiff supposes that it was kept before and was only not written down. Ours is what the old
 * contract said: without a limit.
 */
export const warnedAlone =
  /^request-.*-(max|min|max-length|min-items|exclusive-max|exclusive-min)-set$|-pattern-changed$|^response-property-enum-value-added$/;

/** Rules that oasdiff names otherwise when a whole path is concerned. */
export const pathIds: Readonly<Record<string, string>> = {
  'operation-removed': 'api-path-removed-without-deprecation',
  'operation-removed-before-sunset': 'api-path-removed-before-sunset',
  'operation-removed-without-sunset': 'api-path-removed-with-deprecation',
  'request-parameter-added-required': 'new-required-request-default-parameter-to-existing-path',
  'request-parameter-added-optional': 'new-optional-request-default-parameter-to-existing-path',
};

/** Schema rules that oasdiff has no id for: limits that come nearer in answers, and limits that go in requests. */
export const unnamedByOasdiff =
  /^response-.*-(max-length|max-items|max|exclusive-max)-(decreased|set)$|^response-.*-(min-length|min-items|min|exclusive-min)-(increased|set)$|^request-.*-unset$/;

/** Rules whose ids tell that a property is left out: in requests what is read-only, in responses what is write-only. */
export const leftOutIds =
  /^request-read-only-property-(enum-value-removed|(exclusive-)?(max|min)-(in|de)creased|max-length-decreased)$|^response-write-only-property-(enum-value-added|became-optional|became-required|added|removed)/;
