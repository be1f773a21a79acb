/** Texts with secrets and what is left of them; the agent and Vector's program are held to them. */
export const MASKED: readonly [text: string, masked: string][] = [
  ['postgres://shop:hunter2@db.shop:5432/orders?sslmode=off', 'postgres://shop:***@db.shop:5432/orders?sslmode=off'],
  ['amqp://guest@mq:5672', 'amqp://***@mq:5672'],
  ['dial shop:hunter2@tcp(mysql:3306)/orders', 'dial shop:***@tcp(mysql:3306)/orders'],
  ['Authorization: Bearer abcdefgh12345678', 'Authorization: Bearer ***'],
  ['got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-def back', 'got <masked JSON Web Token> back'],
  ['aws AKIAIOSFODNN7EXAMPLE denied', 'aws <masked AWS access key> denied'],
  ['push with ghp_0123456789abcdefABCD failed', 'push with <masked GitHub token> failed'],
  ['key kg_live_acme-prod_0123456789abcdef0123456789abcdef is wrong', 'key <masked KG RCA key> is wrong'],
  ['https://hooks.slack.com/services/T0/B0/xyz', 'https://hooks.slack.com/services/***'],
  ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nafter', '<masked private key>\nafter'],
  ['-----BEGIN PRIVATE KEY-----\nMIIE', '<masked private key>'],
  ['connect password=hunter2 host=db', 'connect password=*** host=db'],
  ['{"user":"shop","password":"hunter2","port":5432}', '{"user":"shop","password":"***","port":5432}'],
  ['{"apiKey": "a\\"b", "x": 1}', '{"apiKey": "***", "x": 1}'],
  ["dbPassword: 'hunter2'", "dbPassword: '***'"],
  ['password: hunter2', 'password: ***'],
  ['UID=shop;PWD={a;b};SERVER=db', 'UID=shop;PWD={***};SERVER=db'],
  [
    'DefaultEndpointsProtocol=https;AccountName=x;AccountKey=abc==;EndpointSuffix=y',
    'DefaultEndpointsProtocol=https;AccountName=x;AccountKey=***;EndpointSuffix=y',
  ],
  ['GET /orders?token=abc123&page=2', 'GET /orders?token=***&page=2'],
  ['server --db-password hunter2 --port 80', 'server --db-password *** --port 80'],
  ['server --db-password=hunter2 --port 80', 'server --db-password=*** --port 80'],
];

/** Texts that look as if they held a secret, and in which nothing may be masked. */
export const READABLE: readonly string[] = [
  'MountVolume.SetUp failed for volume "db-token" : secret "db-token" not found',
  "couldn't find key password in Secret shop/db",
  'references non-existent secret key: password',
  'failed to get secret: secrets "db" not found',
  'invalid token: signature is invalid',
  'password: authentication failed for user "shop"',
  'token: null',
  'dial tcp 10.0.0.1:5432: connect: connection refused',
  'Failed to pull image "registry.example.com/shop/cart@sha256:0123": not found',
  '2026-01-02T03:04:05Z GET http://cart:8080/healthz 503',
  'flag --api-key is required',
  'fetch ssh://git@github.com/acme/app.git failed',
  'credentials: /etc/app/credentials.json not found',
];
