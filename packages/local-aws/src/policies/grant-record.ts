import { writeFileSync } from 'node:fs';
import { StartError } from '../parts.js';
import type { System } from '../system.js';
import type { Access } from './access.js';
import { accessesOfLambda } from './accesses-of-lambda.js';
import { compilePattern } from './pattern.js';
import { type Role, rolesOf } from './role.js';
import type { Statement } from './statement.js';
import { exactPlaceText } from './suggest-statement.js';

/** One thing that a function did, and the lines that allow it: `file:line:column`; none where SAM grants it. */
export interface UsedGrant {
  readonly function: string;
  readonly action: string;
  readonly resource: string;
  readonly grantedBy: readonly string[];
}

/** An action of a statement in a template that nothing has used. */
export interface UnusedGrant {
  readonly function: string;
  readonly statement: string;
  readonly action: string;
}

export interface GrantReport {
  readonly used: readonly UsedGrant[];
  readonly unused: readonly UnusedGrant[];
}

const placeOf = ({ spec }: Statement): string => exactPlaceText(spec.place);

const declared = ({ spec }: Statement) => spec.addedBy === undefined;

/** Remembers which grants are used, to tell which are not. */
export class GrantRecord {
  readonly #roles: readonly Role[];
  readonly #used = new Map<string, UsedGrant>();

  /** What Lambda does under the roles counts from the start: it is asked for by the templates. */
  constructor(system: System) {
    this.#roles = rolesOf(system);
    for (const role of this.#roles)
      for (const { access } of accessesOfLambda(system, role.spec)) this.#seeLambda(role, access);
  }

  add({ spec }: Role, { action, resource }: Access, by: readonly Statement[]): void {
    const grant = {
      function: spec.logicalId,
      action,
      resource,
      // Where SAM grants the same, no line of the template is needed.
      grantedBy: by.every(declared) ? by.map(placeOf) : [],
    };
    this.#used.set(JSON.stringify(grant), grant);
  }

  #seeLambda(role: Role, access: Access): void {
    const decision = role.decide(access);
    if (decision.outcome === 'allowed') this.add(role, access, decision.by);
  }

  /** Writes the report as JSON. Error: StartError, since a file that cannot be written is found out at the start. */
  write(file: string): void {
    try {
      writeFileSync(file, `${JSON.stringify(this.report(), null, 2)}\n`);
    } catch (error) {
      const what = `the grants cannot be written to ${file}: ${(error as Error).message}`;
      const remedy = 'name a file in a directory that exists';
      throw new StartError([{ code: 'grants-file-unwritable', what, remedy }]);
    }
  }

  report(): GrantReport {
    const used = [...this.#used.values()];
    const unused = this.#roles.flatMap((role) =>
      role.statements
        .filter((statement) => declared(statement) && statement.effect === 'Allow')
        .flatMap((statement) => unusedActions(role, statement, used)),
    );
    return { used, unused };
  }
}

function unusedActions({ spec }: Role, statement: Statement, used: readonly UsedGrant[]): UnusedGrant[] {
  const place = placeOf(statement);
  const uses = used.filter((each) => each.function === spec.logicalId && each.grantedBy.includes(place));
  const actions = statement.actions.length > 0 ? statement.actions : ['*'];
  return actions
    .filter((action) => {
      const matches = compilePattern(action, 'ignore-case');
      return !uses.some((use) => matches(use.action));
    })
    .map((action) => ({ function: spec.logicalId, statement: place, action }));
}
