import { json, useNotes } from './fixture.js';

const notes = useNotes();

describe('the log', () => {
  test('has one line for a request, which counts as its metrics', async () => {
    const headers = { 'X-Amzn-Trace-Id': 'Root=1-5759e988-bd862e3fe1be46a994272793' };
    await notes.ask('GET', '/v1/notes/a', { headers });
    expect(notes.lines).toEqual([
      {
        level: 'info',
        service: 'files',
        version: '1.2.3',
        operation: 'getNote',
        requestId: 'request-1',
        traceId: '5759e988bd862e3fe1be46a994272793',
        outcome: 'ok',
        status: 200,
        durationMs: expect.any(Number),
        method: 'GET',
        path: '/v1/notes/a',
        Count: 1,
        Latency: notes.lines[0]?.durationMs,
        '4xx': 0,
        '5xx': 0,
        _aws: {
          Timestamp: expect.any(Number),
          CloudWatchMetrics: [
            {
              Namespace: 'Atoll',
              Dimensions: [['service', 'operation']],
              Metrics: [
                { Name: 'Count', Unit: 'Count' },
                { Name: 'Latency', Unit: 'Milliseconds' },
                { Name: '4xx', Unit: 'Count' },
                { Name: '5xx', Unit: 'Count' },
              ],
            },
          ],
        },
      },
    ]);
  });

  test('names the problem of a refusal, by its type where it has one of its own', async () => {
    await notes.ask('GET', '/v1/nothing');
    notes.context.answer = {
      status: 404,
      body: { type: 'https://errors.example/no-note', title: 'No note' },
    };
    await notes.ask('GET', '/v1/notes/a');
    expect(notes.lines).toMatchObject([
      { operation: 'none', outcome: 'refused', problem: 'There is no such resource', '4xx': 1, '5xx': 0 },
      { operation: 'getNote', outcome: 'refused', problem: 'https://errors.example/no-note' },
    ]);
    expect(notes.lines[1]?.level).toBe('info');
  });

  test('tells a failure at level error, counted as 5xx', async () => {
    notes.context.answer = { throw: 'the table is away' };
    await notes.ask('GET', '/v1/notes/a');
    expect(notes.lines).toMatchObject([
      { level: 'error', outcome: 'failed', status: 500, '4xx': 0, '5xx': 1 },
    ]);
  });

  test('never holds a secret: not in the path, nor in what is thrown', async () => {
    await notes.ask('GET', '/v1/secrets/hunter2');
    expect(notes.lines[0]).toMatchObject({ path: '/v1/secrets/[secret]', status: 200 });
    notes.context.answer = { throw: 'cannot store hunter2' };
    const body = JSON.stringify({ text: 'a', password: 'hunter2' });
    await notes.ask('PATCH', '/v1/notes/a', { headers: json, body });
    await notes.ask('PUT', '/v1/notes/a', { headers: json, body: Buffer.from(body) });
    await notes.ask('PATCH', '/v1/notes/a', {
      headers: json,
      body: JSON.stringify({ text: 1, password: 'hunter2' }),
    });
    expect(notes.lines).toMatchObject([{}, { status: 500 }, { status: 500 }, { status: 400 }]);
    expect(JSON.stringify(notes.lines)).not.toContain('hunter2');
    expect(notes.lines[1]?.error).toContain('cannot store [secret]');
  });
});
