import type { MediaType } from '../../model.js';
import { didYouMean } from '../../read/references.js';
import type { Rule } from './rule.js';

/** By these bodies are objects to code; of others they are text or bytes. */
const objects = [
  'application/json',
  'application/problem+json',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
];
/** Neighbours of these that are types of their own. */
const own = /[/+]json$|^application\/(json5|jsonl|jsonp)$/;
/** Letters that may be wrong: `application/xml` is four away from `application/json`. */
const mostWrong = 2;

function meantBy({ mediaType }: MediaType): string {
  const name = mediaType.split(';', 1)[0]?.trim() ?? '';
  return objects.includes(name) || own.test(name) ? '' : didYouMean(name, objects, mostWrong);
}

/** Media types that are nearly those of JSON and of forms: bodies of any other are bytes. */
export const checkMediaTypes: Rule = ({ contract, diagnostics }) => {
  for (const { requestBody, responses } of contract.operations)
    for (const media of [...(requestBody?.content ?? []), ...responses.flatMap((each) => each.content)]) {
      const near = media.schema === undefined ? '' : meantBy(media);
      if (near === '') continue;
      const what = `'${media.mediaType}' is no known media type${near}`;
      diagnostics.warning('misspelt-media-type', media.place, what);
    }
};
