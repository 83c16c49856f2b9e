/** The shapes of inputs as DynamoDB's service model gives them, with the constraints that it checks before anything else. */
export type Shape =
  | {
      readonly kind: 'string';
      readonly required?: boolean;
      readonly min?: number;
      readonly max?: number;
      readonly pattern?: string;
      readonly values?: readonly string[];
    }
  | {
      readonly kind: 'integer';
      readonly required?: boolean;
      readonly min?: number;
      readonly max?: number;
      /** 64 bits wide in the service's model, which its messages show. */
      readonly isLong?: boolean;
    }
  | { readonly kind: 'boolean'; readonly required?: boolean }
  | {
      readonly kind: 'list';
      readonly required?: boolean;
      readonly of: Shape;
      readonly min?: number;
      readonly max?: number;
    }
  | {
      readonly kind: 'map';
      readonly required?: boolean;
      readonly of: Shape;
      readonly min?: number;
      readonly max?: number;
    }
  | {
      readonly kind: 'struct';
      readonly required?: boolean;
      readonly name: string;
      readonly members: Readonly<Record<string, Shape>>;
    }
  /** An attribute value, whose own rules are in values/. */
  | { readonly kind: 'value'; readonly required?: boolean };

export const flag: Shape = { kind: 'boolean' };
export const text: Shape = { kind: 'string' };
export const value: Shape = { kind: 'value' };
export const item: Shape = { kind: 'map', of: value };

export function required<S extends Shape>(shape: S): S {
  return { ...shape, required: true };
}

export function oneOf(...values: readonly string[]): Shape {
  return { kind: 'string', values };
}

export function listOf(of: Shape, limits: { min?: number; max?: number } = {}): Shape {
  return { kind: 'list', of, ...limits };
}

export function mapOf(of: Shape, limits: { min?: number; max?: number } = {}): Shape {
  return { kind: 'map', of, ...limits };
}

export function struct(name: string, members: Readonly<Record<string, Shape>>): Shape {
  return { kind: 'struct', name, members };
}

export function integer(limits: { min?: number; max?: number; isLong?: boolean } = {}): Shape {
  return { kind: 'integer', ...limits };
}
