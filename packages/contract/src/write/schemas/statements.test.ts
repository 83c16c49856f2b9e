import { Statements } from './statements.js';

function printed(print: (statements: Statements) => void): string[] {
  const statements = new Statements();
  print(statements);
  return statements.lines;
}

test('a block with lines in it is ended, and its head told', () => {
  let head: string | undefined;
  const lines = printed((statements) => {
    statements.begin('if (a) {');
    statements.push('b();');
    head = statements.end();
  });
  expect(lines).toEqual(['if (a) {', 'b();', '}']);
  expect(head).toBe('if (a) {');
});

test('an empty block is taken back, with those around it that then are empty too', () => {
  const lines = printed((statements) => {
    statements.push('a();');
    statements.begin('for (;;) {');
    statements.begin('if (b) {');
    expect(statements.end()).toBeUndefined();
    expect(statements.end()).toBeUndefined();
  });
  expect(lines).toEqual(['a();']);
});

test('a block without a head adds no line', () => {
  const lines = printed((statements) => {
    statements.begin();
    statements.push('a();');
    expect(statements.end()).toBeUndefined();
  });
  expect(lines).toEqual(['a();']);
});

test.each([
  ['v1();', true],
  ['f(v1)', true],
  ['v12();', false],
  ['_v1()', false],
  ['v12(v1);', true],
  ['', false],
])('whether %j names v1: %s', (line, stays) => {
  const lines = printed((statements) => {
    statements.push('v1 = 0;');
    statements.declare('v1', 'u.a');
    statements.push('other();', line);
    statements.endUse('v1');
  });
  expect(lines).toEqual(['v1 = 0;', ...(stays ? ['const v1 = u.a;'] : []), 'other();', line]);
});
