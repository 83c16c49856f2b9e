/** RFC 9457 problem details; further members extend them. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly [extension: string]: unknown;
}

/** Ends the handling of a request with a problem. */
export class ProblemError extends Error {
  readonly problem: ProblemDetails;
  readonly headers: Readonly<Record<string, string>>;

  /** `cause` is logged and never answered. */
  constructor(
    problem: ProblemDetails,
    headers: Readonly<Record<string, string>> = {},
    cause: unknown = undefined,
  ) {
    // A refusal is no bug: its stack tells nothing, and costs more than all else of it. What is behind it has its own.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(problem.title, { cause });
    Error.stackTraceLimit = stackTraceLimit;
    this.name = 'ProblemError';
    this.problem = problem;
    this.headers = headers;
  }
}

const titles: Readonly<Record<number, string>> = {
  400: 'The request does not follow the contract',
  401: 'Credentials are missing or not valid',
  403: 'The credentials do not allow this',
  404: 'There is no such resource',
  405: 'The resource does not take this method',
  406: 'There is no answer of a type that is accepted',
  409: 'The present state does not allow this',
  413: 'The body is too large',
  415: 'The body is of a type that is not taken',
  422: 'The request cannot be followed',
  500: 'The service failed',
  503: 'The service cannot answer now',
};

/** A problem of a status, with what is particular to this request. */
export function problem(
  status: number,
  detail: string,
  extensions: Readonly<Record<string, unknown>> = {},
): ProblemDetails {
  const title = titles[status] ?? 'Problem';
  const details: Record<string, unknown> & ProblemDetails = { type: 'about:blank', title, status, detail };
  // By a loop, since V8 takes fifty times as long to spread an object among other members.
  for (const name in extensions) details[name] = extensions[name];
  return details;
}
