import { snakeCase } from './names.js';
import { pythonPattern, UntranslatablePattern } from './pattern.js';

test.each([
  ['^a$', '(?a)^a\\Z'],
  ['.', '(?a)[^\\n\\r\\u2028\\u2029]'],
  ['[.$]\\$', '(?a)[.$]\\$'],
  ['\\d[\\d\\w]', '(?a)[0-9][0-9A-Za-z0-9_]'],
  ['\\D\\W', '(?a)[^0-9][^A-Za-z0-9_]'],
  ['\\/\\-[\\-\\]]', '(?a)/\\-[\\-\\]]'],
  ['\\u{1F600}\\ud83d\\ude00\\u00e9\\x41\\cJ', '(?a)\\U0001f600\\U0001f600\\u00e9\\u0041\\u000a'],
  ['(?<y>a)\\k<y>(?<=b)(?<!c)(?:d)(?=e)', '(?a)(?P<y>a)(?P=y)(?<=b)(?<!c)(?:d)(?=e)'],
  ['[^]a[]', '(?a)[\\s\\S]a(?!)'],
  ['[\\s\\S][\\W\\w]', '(?a)[\\s\\S][\\s\\S]'],
  ['[[&&]', '(?a)[\\[\\&\\&]'],
  ['\\0\\b[\\b]\\n', '(?a)\\x00\\b[\\x08]\\n'],
])('%s of ECMA-262 is %s of Python', (pattern, translated) => {
  expect(pythonPattern(pattern)).toBe(translated);
});

test('white space is that of ECMA-262', () => {
  expect(pythonPattern('\\s')).toBe(
    '(?a)[\\t-\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]',
  );
});

test.each(['\\p{L}', '[\\P{L}]', '[\\D]', '[a\\S]'])('%s is refused', (pattern) => {
  expect(() => pythonPattern(pattern)).toThrow(UntranslatablePattern);
});

test.each([
  ['placeOrder', 'place_order'],
  ['getHTTPStatus', 'get_http_status'],
  ['list-all things', 'list_all_things'],
  ['class', 'class_'],
  ['2nd', 'operation_2nd'],
  ['größeÄndern', 'größe_ändern'],
  ['获取订单', '获取订单'],
  ['😀', 'operation_'],
])('%s is called %s', (operationId, name) => {
  expect(snakeCase(operationId)).toBe(name);
});
