import type { Level } from '../change.js';

/** A kind of change outside schemas. */
export interface OperationRule {
  readonly id: string;
  readonly level: Level;
  readonly about: string;
  /** Breaks nobody who follows the contract, but may surprise who relied on more than it promises. */
  readonly caution?: true;
}

const operations: readonly OperationRule[] = [
  { id: 'operation-removed-draft', level: 'neutral', about: 'it was a draft, of which nothing is promised' },
  { id: 'operation-added', level: 'additive', about: 'an operation was added' },
  { id: 'operation-removed', level: 'breaking', about: 'an operation that was not deprecated was removed' },
  {
    id: 'operation-removed-before-sunset',
    level: 'breaking',
    about: 'it was removed before its sunset date',
  },
  {
    id: 'operation-removed-without-sunset',
    level: 'breaking',
    about: 'it was deprecated, but no date was told',
  },
  {
    id: 'operation-removed-after-sunset',
    level: 'neutral',
    about: 'it was removed on its sunset date or after it',
  },
  {
    id: 'operation-id-added',
    level: 'breaking',
    about: "an operationId was given, which renames the client's function",
  },
  {
    id: 'operation-id-removed',
    level: 'breaking',
    about: "the operationId is gone, which renames the client's function",
  },
  {
    id: 'operation-id-changed',
    level: 'breaking',
    about: "the operationId, and so the client's function, was renamed",
  },
  { id: 'operation-deprecated', level: 'neutral', about: 'it was deprecated without a sunset date' },
  { id: 'operation-deprecated-with-sunset', level: 'neutral', about: 'it was deprecated with a sunset date' },
  { id: 'operation-reactivated', level: 'neutral', about: 'it is no longer deprecated' },
  {
    id: 'operation-sunset-deleted',
    level: 'breaking',
    about: 'it is still deprecated, but its sunset date is gone',
  },
  { id: 'operation-sunset-moved-earlier', level: 'breaking', about: 'its sunset date came nearer' },
  { id: 'operation-sunset-invalid', level: 'breaking', about: 'its sunset date is no date' },
  { id: 'operation-stability-decreased', level: 'breaking', about: 'its stability level was lowered' },
  { id: 'operation-stability-increased', level: 'neutral', about: 'its stability level was raised' },
  { id: 'operation-stability-invalid', level: 'breaking', about: 'its stability level is none' },
  { id: 'tag-added', level: 'neutral', about: 'a tag was added' },
  { id: 'tag-removed', level: 'neutral', about: 'a tag was removed' },
];

const parameters: readonly OperationRule[] = [
  { id: 'request-parameter-added-required', level: 'breaking', about: 'a required parameter was added' },
  { id: 'request-parameter-added-optional', level: 'additive', about: 'an optional parameter was added' },
  {
    id: 'request-parameter-removed',
    level: 'neutral',
    caution: true,
    about: 'a parameter is no longer read',
  },
  {
    id: 'request-parameter-removed-before-sunset',
    level: 'breaking',
    about: 'it was removed before its sunset date',
  },
  {
    id: 'request-parameter-removed-with-deprecation',
    level: 'neutral',
    about: 'it was deprecated and is gone',
  },
  {
    id: 'request-parameter-became-required',
    level: 'breaking',
    about: 'an optional parameter is now required',
  },
  {
    id: 'request-parameter-became-optional',
    level: 'additive',
    about: 'a required parameter is now optional',
  },
  {
    id: 'request-parameter-became-list',
    level: 'additive',
    about: 'a single value is now read as a list of one',
  },
  { id: 'request-parameter-became-text', level: 'additive', about: 'any text is read now' },
  {
    id: 'request-parameter-renamed',
    level: 'neutral',
    about: 'a path parameter has another name, but the same position',
  },
  {
    id: 'request-parameter-style-changed',
    level: 'breaking',
    about: 'style, explode or allowReserved was changed',
  },
  {
    id: 'request-parameter-content-changed',
    level: 'breaking',
    about: 'the media type of its text was changed',
  },
  { id: 'request-parameter-deprecated', level: 'neutral', about: 'a parameter was deprecated' },
  { id: 'request-parameter-reactivated', level: 'neutral', about: 'a parameter is no longer deprecated' },
  {
    id: 'request-parameter-sunset-deleted',
    level: 'breaking',
    about: 'still deprecated, but its sunset date is gone',
  },
  { id: 'request-parameter-sunset-moved-earlier', level: 'breaking', about: 'its sunset date came nearer' },
  { id: 'request-parameter-sunset-invalid', level: 'breaking', about: 'its sunset date is no date' },
];

const bodies: readonly OperationRule[] = [
  { id: 'request-body-added-required', level: 'breaking', about: 'a required body was added' },
  { id: 'request-body-added-optional', level: 'additive', about: 'an optional body was added' },
  { id: 'request-body-removed', level: 'breaking', about: 'the body is no longer read' },
  { id: 'request-body-became-required', level: 'breaking', about: 'the body is now required' },
  { id: 'request-body-became-optional', level: 'additive', about: 'the body is now optional' },
  { id: 'request-body-media-type-added', level: 'additive', about: 'a media type was added' },
  { id: 'request-body-media-type-removed', level: 'breaking', about: 'a media type was removed' },
  {
    id: 'request-body-media-type-generalized',
    level: 'additive',
    about: 'a media type was replaced by one that takes more',
  },
  {
    id: 'request-body-media-type-specialized',
    level: 'breaking',
    about: 'a media type was replaced by one that takes less',
  },
  { id: 'request-body-media-type-schema-added', level: 'breaking', about: 'a media type was given a schema' },
  { id: 'request-body-media-type-schema-removed', level: 'additive', about: 'a media type lost its schema' },
  { id: 'request-body-encoding-changed', level: 'breaking', about: 'the encoding of a part was changed' },
  { id: 'response-success-status-added', level: 'additive', about: 'a success status was added' },
  {
    id: 'response-success-status-removed',
    level: 'breaking',
    about: 'a success that callers wait for does not come any more',
  },
  {
    id: 'response-success-range-narrowed',
    level: 'neutral',
    about: '2XX gave way to some of its statuses',
  },
  { id: 'response-non-success-status-added', level: 'additive', about: 'an error status was added' },
  { id: 'response-non-success-status-removed', level: 'neutral', about: 'an error status was removed' },
  {
    id: 'response-media-type-added',
    level: 'additive',
    about: 'a media type was added, for who asks for it',
  },
  { id: 'response-media-type-removed', level: 'breaking', about: 'a media type was removed' },
  {
    id: 'response-media-type-generalized',
    level: 'breaking',
    about: 'a media type was replaced by one that says less',
  },
  {
    id: 'response-media-type-specialized',
    level: 'neutral',
    about: 'a media type was replaced by one that says more',
  },
  { id: 'response-body-media-type-schema-added', level: 'neutral', about: 'a media type was given a schema' },
  { id: 'response-body-media-type-schema-removed', level: 'breaking', about: 'a media type lost its schema' },
  { id: 'response-body-encoding-changed', level: 'breaking', about: 'the encoding of a part was changed' },
  { id: 'request-body-type-compatible', level: 'neutral', about: 'what is read as any text may be anything' },
  { id: 'response-body-type-compatible', level: 'neutral', about: 'what was read as any text is described' },
  { id: 'response-header-added', level: 'additive', about: 'a header was added' },
  {
    id: 'response-header-removed-required',
    level: 'breaking',
    about: 'a header that always came was removed',
  },
  {
    id: 'response-header-removed-optional',
    level: 'neutral',
    caution: true,
    about: 'a header that may have come was removed',
  },
  {
    id: 'response-header-became-optional',
    level: 'breaking',
    about: 'a header that always came may be missing',
  },
  { id: 'response-header-became-required', level: 'neutral', about: 'a header now always comes' },
  {
    id: 'response-header-type-compatible',
    level: 'neutral',
    about: 'another scalar is sent where any text is read',
  },
  { id: 'response-header-style-changed', level: 'breaking', about: 'explode was changed' },
];

const surroundings: readonly OperationRule[] = [
  { id: 'security-added', level: 'additive', about: 'another way to prove who calls was added' },
  { id: 'security-removed', level: 'breaking', about: 'credentials that were enough are not any more' },
  {
    id: 'security-replaced',
    level: 'neutral',
    about: 'credentials that were enough still are, by another requirement',
  },
  { id: 'security-scope-added', level: 'breaking', about: 'credentials need another scope' },
  { id: 'security-scope-removed', level: 'additive', about: 'credentials need fewer scopes' },
  { id: 'security-scheme-added', level: 'neutral', about: 'a security scheme was added' },
  { id: 'security-scheme-removed', level: 'neutral', about: 'a security scheme was removed' },
  {
    id: 'security-scheme-changed',
    level: 'breaking',
    about: 'credentials of a scheme are sent in another way',
  },
  { id: 'security-scheme-scope-added', level: 'neutral', about: 'a scope was added to a scheme' },
  { id: 'security-scheme-scope-removed', level: 'neutral', about: 'a scope was removed from a scheme' },
  {
    id: 'security-scheme-scope-changed',
    level: 'neutral',
    about: 'a scope of a scheme is described in other words',
  },
  {
    id: 'security-scheme-url-changed',
    level: 'neutral',
    about: 'an address of the authorization server was changed',
  },
  {
    id: 'global-security-added',
    level: 'neutral',
    about: 'the document asks for other credentials unless told otherwise',
  },
  {
    id: 'global-security-removed',
    level: 'neutral',
    about: 'the document asks for fewer credentials unless told otherwise',
  },
  {
    id: 'global-security-scope-added',
    level: 'neutral',
    about: 'the document asks for another scope unless told otherwise',
  },
  {
    id: 'global-security-scope-removed',
    level: 'neutral',
    about: 'the document asks for fewer scopes unless told otherwise',
  },
  { id: 'server-added', level: 'additive', about: 'an address was added' },
  { id: 'server-removed', level: 'breaking', about: 'an address was removed' },
  {
    id: 'schema-removed',
    level: 'neutral',
    about: 'a component schema, and so an exported type, was removed',
  },
  { id: 'webhook-added', level: 'additive', about: 'an event was added' },
  { id: 'webhook-removed', level: 'breaking', about: 'an event does not come any more' },
  {
    id: 'webhook-removed-after-sunset',
    level: 'neutral',
    about: 'an event was removed on its sunset date or after it',
  },
  {
    id: 'webhook-removed-draft',
    level: 'neutral',
    about: 'the event was a draft, of which nothing is promised',
  },
  { id: 'callback-added', level: 'additive', about: 'a callback was added' },
  { id: 'callback-removed', level: 'breaking', about: 'a callback does not come any more' },
  {
    id: 'callback-removed-after-sunset',
    level: 'neutral',
    about: 'a callback was removed on its sunset date or after it',
  },
  {
    id: 'callback-removed-draft',
    level: 'neutral',
    about: 'the callback was a draft, of which nothing is promised',
  },
];

/** Every rule outside schemas, by family. */
export const operationRules: readonly OperationRule[] = [
  ...operations,
  ...parameters,
  ...bodies,
  ...surroundings,
];

const byId: ReadonlyMap<string, OperationRule> = new Map(operationRules.map((rule) => [rule.id, rule]));

/** The rule of an id. Error: there is none, which is a fault of the caller. */
export function operationRule(id: string): OperationRule {
  const rule = byId.get(id);
  if (rule === undefined) throw new Error(`there is no rule '${id}'`);
  return rule;
}

/** Rules whose level turns with the side that writes the message. */
export const swappedLevels: Readonly<Record<string, Level>> = {
  'request-parameter-added-required': 'neutral',
  'request-parameter-added-optional': 'additive',
  'request-parameter-removed': 'breaking',
  'request-parameter-became-required': 'neutral',
  'request-parameter-became-optional': 'breaking',
  'request-parameter-became-list': 'breaking',
  'request-parameter-became-text': 'breaking',
  'request-body-added-required': 'additive',
  'request-body-removed': 'breaking',
  'request-body-became-required': 'neutral',
  'request-body-became-optional': 'breaking',
  'request-body-media-type-added': 'breaking',
  'request-body-media-type-removed': 'neutral',
  'request-body-media-type-generalized': 'breaking',
  'request-body-media-type-specialized': 'neutral',
  'request-body-media-type-schema-added': 'neutral',
  'request-body-media-type-schema-removed': 'breaking',
  'response-success-status-added': 'additive',
  'response-success-status-removed': 'breaking',
  'response-success-range-narrowed': 'breaking',
  'response-media-type-added': 'additive',
  'response-media-type-removed': 'breaking',
  'response-media-type-generalized': 'additive',
  'response-media-type-specialized': 'breaking',
  'response-body-media-type-schema-added': 'breaking',
  'response-body-media-type-schema-removed': 'additive',
  'response-header-added': 'additive',
  'response-header-became-optional': 'additive',
  'response-header-became-required': 'breaking',
  'response-header-removed-required': 'neutral',
  // No function of a client bears it.
  'operation-id-added': 'neutral',
  'operation-id-removed': 'neutral',
  'operation-id-changed': 'neutral',
};
