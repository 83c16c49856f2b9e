import type { Output } from '../parts.js';
import type { System } from '../system.js';
import type { Access } from './access.js';
import { denial, type Refusal, sessionArn } from './denial.js';
import type { GrantRecord } from './grant-record.js';
import { type Role, roleOf } from './role.js';
import { exactPlaceText, placeText, suggestStatement } from './suggest-statement.js';

export interface GateOptions {
  readonly system: System;
  readonly output: Pick<Output, 'error'>;
  readonly record?: GrantRecord;
}

/** Lets through what the role of one function grants. */
export class Gate {
  #role: Role;
  readonly system: System;
  /** ARN of the session in which the function runs. */
  readonly user: string;
  readonly #options: GateOptions;
  readonly #told = new Set<string>();

  constructor(role: Role, options: GateOptions) {
    this.#role = role;
    this.system = options.system;
    this.user = sessionArn(role.spec.roleArn, role.spec.functionName);
    this.#options = options;
  }

  /** Statements at these places, `file:line:column`, count as absent from now on. Errors: StatementError. */
  leaveOut(places: ReadonlySet<string>): void {
    const { spec } = this.#role;
    const own = this.system.functions.find(({ arn }) => arn === spec.arn) ?? spec;
    const policies = own.policies.filter(
      ({ place, addedBy }) => addedBy !== undefined || !places.has(exactPlaceText(place)),
    );
    this.#role = roleOf(this.system, { ...own, policies });
    this.#told.clear();
  }

  /** Errors: the service's AccessDenied for the first access that is not granted. */
  require(accesses: readonly Access[]): void {
    for (const access of accesses) {
      const decision = this.#role.decide(access);
      if (decision.outcome !== 'allowed') {
        this.#tell(access, decision);
        throw denial(this.user, access, decision);
      }
      this.#options.record?.add(this.#role, access, decision.by);
    }
  }

  /** Once for each action: a function that is refused asks again. */
  #tell(access: Access, refusal: Refusal): void {
    if (this.#told.has(access.action)) return;
    this.#told.add(access.action);
    const { spec } = this.#role;
    const what = `${spec.logicalId} was refused ${access.action} on ${access.resource}, as on AWS`;
    const detail =
      refusal.outcome === 'denied'
        ? `${placeText(refusal.by.spec.place)}: this statement denies it`
        : `${placeText(spec.place)}: ${suggestStatement(this.system, spec, access)}`;
    this.#options.output.error(what, detail);
  }
}
