import { createApiKeyActions } from './api-key-actions.js';

const place = { file: 'template.yaml', line: 1, column: 1 };
const resource = { place, logicalId: 'Key', stack: '' };
const key = (id: string, name: string) => ({ ...resource, id, name, value: `value of ${id}`, enabled: true });
const stages = [{ restApiId: 'api', stageName: 'dev', methodThrottles: {} }];
const actions = createApiKeyActions({
  apiKeys: [key('k1', 'partner-a'), key('k2', 'shop')],
  usagePlans: [{ ...resource, id: 'p1', name: 'plan', stages }],
  usagePlanKeys: [{ ...resource, keyId: 'k1', usagePlanId: 'p1' }],
});
const get = async (url: string) => JSON.parse(String((await actions.call({ method: 'GET', url })).body));

const first = { id: 'k1', name: 'partner-a', enabled: true, stageKeys: ['api/dev'] };
const second = { id: 'k2', name: 'shop', enabled: true, stageKeys: [] };

test('keys are listed with their stages, by the beginning of their name, and with their values on demand', async () => {
  expect(await get('/apikeys')).toEqual({ item: [first, second] });
  expect(await get('/apikeys?includeValues=true&name=part')).toEqual({
    item: [{ ...first, value: 'value of k1' }],
  });
});

test('one key is found by its id', async () => {
  expect(await get('/apikeys/k2')).toEqual(second);
  expect(await get('/apikeys/k2?includeValue=true')).toEqual({ ...second, value: 'value of k2' });
  await expect(get('/apikeys/k3')).rejects.toMatchObject({ code: 'NotFoundException', statusCode: 404 });
});

test('keys cannot be made or changed', async () => {
  await expect(actions.call({ method: 'POST', url: '/apikeys' })).rejects.toMatchObject({
    code: 'BadRequestException',
  });
});
