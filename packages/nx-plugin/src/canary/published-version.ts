import { randomInt } from 'node:crypto';
import { type Json, type JsonMap, mapAt } from '../template/json.js';

/**
 * Parameter by which SAM publishes versions of a service's functions (`AutoPublishCodeSha256`): by itself it looks at
 * code and variables as the template has them, so that a new value of a parameter would never reach the alias.
 */
export const revisionParameter = 'Revision';

/** Of the root: four characters, another with each change of values. */
export const rootRevision: JsonMap = {
  Description:
    'Changed by `stack deploy` when values of parameters change, so that functions are published with them',
  Type: 'String',
  Default: '0000',
  AllowedPattern: '^[0-9a-z]{4}$',
};

/** Of a service: the root's, and six characters of what the release contains. SAM takes ten. */
const serviceRevision: JsonMap = {
  Description: 'Names the versions of the functions: by values of parameters, then by content',
  Type: 'String',
  AllowedPattern: '^[0-9a-z]{10}$',
};

/** What the root gives a service whose release is named `VERSION-HASH`. */
export function revisionOf(release: string, salt = `\${${revisionParameter}}`): string {
  return `${salt}${release.slice(-12, -6)}`;
}

export function givenRevision(release: string): Json {
  return { 'Fn::Sub': revisionOf(release) };
}

export function newSalt(): string {
  return randomInt(36 ** 4)
    .toString(36)
    .padStart(4, '0');
}

function published([logicalId, resource]: readonly [string, Json]): [string, Json] {
  const properties = mapAt(resource, 'Properties');
  if (properties.AutoPublishAlias === undefined || properties.AutoPublishCodeSha256 !== undefined)
    return [logicalId, resource];
  const withHash = { ...properties, AutoPublishCodeSha256: { Ref: revisionParameter } };
  return [logicalId, { ...(resource as JsonMap), Properties: withHash }];
}

/** The template with functions that each release, and each change of its parameters, publishes. */
export function publishedByRevision(template: JsonMap): JsonMap {
  const resources = Object.entries(mapAt(template, 'Resources')).map(published);
  return {
    ...template,
    Parameters: { ...mapAt(template, 'Parameters'), [revisionParameter]: serviceRevision },
    Resources: Object.fromEntries(resources),
  };
}
