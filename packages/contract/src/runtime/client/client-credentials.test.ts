import { clientCredentials } from './client-credentials.js';

interface Asked {
  readonly authorization: string;
  readonly body: string;
}

function issuer(expiresInS: number, failures = 0) {
  const asked: Asked[] = [];
  const answer = async (_url: unknown, init?: RequestInit): Promise<Response> => {
    asked.push({
      authorization: new Headers(init?.headers).get('authorization') ?? '',
      body: String(init?.body),
    });
    if (asked.length <= failures) return new Response('busy', { status: 503 });
    return Response.json({ access_token: `token-${asked.length}`, expires_in: expiresInS });
  };
  const auth = clientCredentials({
    tokenUrl: 'http://issuer.example/oauth2/token',
    clientId: 'orders',
    clientSecret: 's:1',
    scopes: ['a', 'b'],
    fetch: answer,
  });
  return { asked, auth };
}

afterEach(() => jest.restoreAllMocks());

test('calls at the same time and later ones share one token', async () => {
  const { asked, auth } = issuer(3600);
  expect(await Promise.all([auth(), auth(), auth()])).toEqual(['token-1', 'token-1', 'token-1']);
  expect(await auth()).toBe('token-1');
  expect(asked).toEqual([
    { authorization: `Basic ${btoa('orders:s%3A1')}`, body: 'grant_type=client_credentials&scope=a+b' },
  ]);
});

test('a token is renewed a minute before it ends, a short one at half its life', async () => {
  const start = Date.now();
  const clock = jest.spyOn(Date, 'now').mockReturnValue(start);
  for (const [lifeS, keptS] of [
    [3600, 3540],
    [10, 5],
  ] as const) {
    const { auth } = issuer(lifeS);
    clock.mockReturnValue(start);
    await auth();
    clock.mockReturnValue(start + keptS * 1000 - 1);
    expect(await auth()).toBe('token-1');
    clock.mockReturnValue(start + keptS * 1000);
    expect(await auth()).toBe('token-2');
  }
});

test('an issuer that fails is named and asked again by the next call', async () => {
  const { auth } = issuer(3600, 1);
  await expect(auth()).rejects.toThrow('http://issuer.example/oauth2/token answers 503: busy');
  expect(await auth()).toBe('token-2');
});
