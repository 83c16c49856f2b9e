import { type Stack, section } from './stack.js';

/** CloudFormation's rule for what is declared in these sections. */
const logicalId = /^[A-Za-z0-9]{1,255}$/;

export function checkNames(stack: Stack): void {
  for (const name of ['Parameters', 'Conditions', 'Resources', 'Outputs'])
    for (const [key, place] of section(stack, name)?.keys ?? [])
      if (!logicalId.test(key))
        stack.reading.problems.add(place, {
          code: 'logical-id',
          what: `'${key}' in ${name} is no name that CloudFormation takes`,
          remedy: 'Use letters and digits only.',
        });
}
