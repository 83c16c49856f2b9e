import type { Scenario } from './prepare.js';

/** Why scenarios fail that no compiler of OpenAPI can pass: by name, and by what is seen when one fails. */
interface Known {
  readonly name: RegExp;
  readonly seen: RegExp;
  readonly reason: string;
}

const known: readonly Known[] = [
  {
    name: /^Routes_QueryParameters_QueryContinuation_/,
    seen: /^no document has /,
    reason: 'a path with a query of its own, which OpenAPI has not: the emitter leaves the operation out',
  },
  {
    name: /^Routes_PathParameters_PathExpansion_/,
    seen: /\b404\b/,
    reason: "RFC 6570's {/name}, for which OpenAPI has no style: the document says {name}",
  },
  {
    name: /^Routes_PathParameters_ReservedExpansion_/,
    seen: /\b404\b/,
    reason:
      "a '/' in the value of a path parameter, which OpenAPI 3.1 cannot allow (`allowReserved` is for queries)",
  },
  {
    name: /^Parameters_Path_optional$/,
    seen: /\b404\b|without 'name' the path leads to something else/,
    reason: 'a path parameter that may be left out, which OpenAPI has not',
  },
  {
    name: /^Payload_Pageable_(ServerDrivenPagination_\w*[lL]ink\w*|XmlPagination_listWithNextLink)$/,
    seen: /^no document has \w+ \S+nextPage/,
    reason: 'the address of the next page is no operation of the document',
  },
  {
    name: /^Type_Model_Inheritance_\w+Discriminator_\w*(Missing|Wrong)Discriminator$/,
    seen: /breaks the contract at '(\/kind)?': expected (the property "kind"|"\w+"), received/,
    reason: 'the answer breaks the document: its discriminator is missing or of another value',
  },
  {
    name: /^Payload_ContentNegotiation_(Same|Different)Body$/,
    seen: /no answer 400: .*Unsupported Accept header/,
    reason: 'an Accept header that names no media type is to get 400, which the document lacks',
  },
  {
    name: /^Payload_(JsonMergePatch_update(Optional)?Resource|MediaType_StringBody_sendAsText)$/,
    seen: /\b415\b/,
    reason: 'knock sends the body as application/json, which the document does not take',
  },
  {
    name: /^Type_Enum_Fixed_String_putUnknownValue$/,
    seen: /Expected: 500 Actual: 400/,
    reason: 'a value beyond the enum is to get 500; it gets 400',
  },
  {
    name: /^Type_Model_Visibility_putReadOnlyModel$/,
    seen: /\b400\b/,
    reason: 'the request has no body, which the document requires',
  },
];

function reasonOf(name: string, seen: string, impossible: ReadonlySet<string>): string | undefined {
  const found = known.find((each) => each.name.test(name) && each.seen.test(seen));
  if (found !== undefined) return found.reason;
  return impossible.has(name) ? "knock fails it against spector's own mock server, too" : undefined;
}

/**
 * Prints what became of the scenarios. Exit code 1 where one fails and no reason is known.
 *
 * @param impossible Those that spector itself fails.
 */
export function report(
  scenarios: readonly Scenario[],
  failures: ReadonlyMap<Scenario, string>,
  impossible: ReadonlySet<string> = new Set(),
): number {
  let unexplained = 0;
  for (const [{ name }, told] of failures) {
    const seen = told.replaceAll(/\s+/g, ' ');
    const reason = reasonOf(name, seen, impossible);
    if (reason === undefined) unexplained++;
    console.log(`${name}: ${seen.slice(0, 400)}`);
    console.log(`  ${reason ?? 'no reason is known'}`);
  }
  if (unexplained > 0) console.log(`${unexplained} of the failures have no known reason`);
  console.log(`${scenarios.length - failures.size} passed, ${failures.size} failed`);
  return unexplained === 0 ? 0 : 1;
}
