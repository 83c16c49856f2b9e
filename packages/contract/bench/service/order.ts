export const skuPattern = '^[A-Z0-9]+(-[A-Z0-9]+)*$';
const money = {
  type: 'object',
  required: ['amount', 'currency'],
  additionalProperties: false,
  properties: {
    amount: { type: 'integer', minimum: 0 },
    currency: { type: 'string', pattern: '^[A-Z]{3}$' },
  },
};
const line = {
  type: 'object',
  required: ['sku', 'quantity', 'price'],
  additionalProperties: false,
  properties: {
    sku: { type: 'string', pattern: skuPattern, maxLength: 40 },
    quantity: { type: 'integer', minimum: 1, maximum: 99 },
    price: money,
  },
};
/** An order as the benches check it. */
export const orderSchema = {
  type: 'object',
  required: ['orderId', 'status', 'placedAt', 'lines', 'total'],
  properties: {
    orderId: { type: 'string', format: 'uuid' },
    status: { enum: ['pending', 'confirmed', 'cancelled'] },
    placedAt: { type: 'string', format: 'date-time' },
    note: { type: 'string', maxLength: 200 },
    lines: { type: 'array', minItems: 1, maxItems: 100, items: line },
    total: money,
  },
};

export function orderOf(lines: number) {
  const price = { amount: 1890, currency: 'EUR' };
  return {
    orderId: '0b9d6f4e-7f2e-4b9e-9a53-3b1f0c4f5a11',
    status: 'pending',
    placedAt: '2026-11-24T10:15:30Z',
    note: 'Leave it at the door',
    lines: Array.from({ length: lines }, (_, index) => ({
      sku: `COF-ESP-${index}KG`,
      quantity: 1 + (index % 9),
      price,
    })),
    total: { amount: 1890 * lines, currency: 'EUR' },
  };
}
