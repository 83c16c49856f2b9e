import { lineOf } from './stack-progress.js';

const event = {
  StackId: 'stack',
  EventId: '1',
  StackName: 's',
  Timestamp: new Date(0),
  PhysicalResourceId: 'table',
  ResourceType: 'T',
};

test('what is done is a line, what begins is none, and what fails says why', () => {
  expect(lineOf({ ...event, ResourceStatus: 'CREATE_COMPLETE' }, 'Orders/Table')).toBe(
    '  ✓ made Orders/Table',
  );
  expect(lineOf({ ...event, ResourceStatus: 'DELETE_COMPLETE' }, 'A')).toBe('  ✓ removed A');
  expect(lineOf({ ...event, ResourceStatus: 'UPDATE_IN_PROGRESS' }, 'A')).toBeUndefined();
  expect(
    lineOf({ ...event, ResourceStatus: 'UPDATE_FAILED', ResourceStatusReason: 'too small' }, 'Orders/A'),
  ).toBe('  ✗ Orders/A (T) UPDATE_FAILED: too small');
  expect(lineOf({ ...event, ResourceStatus: 'CREATE_FAILED' }, 'A')).toContain('no reason is given');
});

test('the stack itself is no resource', () => {
  expect(
    lineOf({ ...event, PhysicalResourceId: 'stack', ResourceStatus: 'UPDATE_COMPLETE' }, 'atoll'),
  ).toBeUndefined();
});
