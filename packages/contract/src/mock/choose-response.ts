import type { Operation, Response } from '../model.js';

/** A response of the contract and the status that it is answered with. */
export interface ChosenResponse {
  readonly response: Response;
  readonly status: number;
}

/** The least status of a success: what a caller who asks for nothing else wants to see. */
function usual({ responses }: Operation): ChosenResponse | undefined {
  const numbered = responses.filter(({ status }) => /^[2-5]\d\d$/.test(status));
  const statuses = numbered.map((response) => ({ response, status: Number(response.status) }));
  const successes = statuses.filter(({ status }) => status < 300).sort((a, b) => a.status - b.status);
  const range = responses.find(({ status }) => status === '2XX');
  const fallback = responses.find(({ status }) => status === 'default');
  const others = [
    ...(range === undefined ? [] : [{ response: range, status: 200 }]),
    ...(fallback === undefined ? [] : [{ response: fallback, status: 200 }]),
    ...statuses,
    ...responses.map((response) => ({ response, status: Number(`${response.status.charAt(0)}00`) })),
  ];
  return successes[0] ?? others[0];
}

/** The response that stands for a status: its own, its range's, or `default`. */
export function responseFor({ responses }: Operation, code: string): ChosenResponse | undefined {
  if (!/^[2-5]\d\d$/.test(code)) return undefined;
  const wanted = [code, `${code.charAt(0)}XX`, 'default'];
  const [response] = wanted.flatMap((status) => responses.find((each) => each.status === status) ?? []);
  return response === undefined ? undefined : { response, status: Number(code) };
}

/** Undefined when the operation declares no response for the code, or none at all. */
export function chooseResponse(operation: Operation, code: string | undefined): ChosenResponse | undefined {
  return code === undefined ? usual(operation) : responseFor(operation, code);
}
