import type { System } from '@atoll/local-aws';

/** A statement of a template that somebody wrote there. */
export interface WrittenStatement {
  /** `file:line:column`. */
  readonly place: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Logical id of the function or queue that it is for. */
  readonly owner: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** The texts that its conditions compare with. */
  readonly compared: readonly string[];
}

type Policy = System['functions'][number]['policies'][number];

const texts = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
};

function written(owner: string, { place, statement }: Policy): WrittenStatement {
  const { Action, NotAction, Resource, NotResource, Condition } = statement as Record<string, unknown>;
  return {
    ...place,
    place: `${place.file}:${place.line}:${place.column}`,
    owner,
    actions: texts([Action, NotAction]),
    resources: texts([Resource, NotResource]),
    compared: texts(Condition),
  };
}

/** The statements of the functions' policies. */
export function statementsOfFunctions({ functions }: Pick<System, 'functions'>): WrittenStatement[] {
  return functions.flatMap(({ logicalId, policies }) =>
    policies.filter(({ addedBy }) => addedBy === undefined).map((each) => written(logicalId, each)),
  );
}

/** The statements of the queues' policies, each with the queue that it lets somebody into. */
export function statementsOfQueues({ queues }: Pick<System, 'queues'>): WrittenStatement[] {
  return queues.flatMap(({ logicalId, arn, policy = [] }) =>
    policy.map((each) => written(logicalId, each)).filter(({ resources }) => resources.includes(arn)),
  );
}
