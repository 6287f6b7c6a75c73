import { deepEqual, equal, match } from 'node:assert/strict';
import { inspect } from 'node:util';
import type { ProfileDraft } from '../../../../../src/profiles/add/profileDraft';
import { importText, largestFile } from '../../../../../src/profiles/add/importers/importText';
import type { Find } from '../../../../../src/profiles/add/importers/find';
import {
  client,
  domain,
  identityPool,
  otherClient,
  otherPool,
  pool,
} from '../../../../support/profileDrafts';
import { samples } from './samples';

type Sample = keyof typeof samples;

function finds(name: string, text: string): readonly Find[] {
  const { finds: found, reason } = importText(name, text);
  equal(reason, undefined);
  return found;
}

function only(name: string, text: string): Find {
  const found = finds(name, text);
  equal(found.length, 1, JSON.stringify(found));
  return found[0]!;
}

function sample(name: Sample): Find {
  return only(name, samples[name]);
}

const poolAndClient = { userPoolId: pool, clientId: client };

describe('importText', () => {
  it('reads amplify_outputs.json', () => {
    deepEqual(sample('amplify_outputs.json'), {
      place: '',
      notes: [],
      draft: {
        name: 'my-app',
        ...poolAndClient,
        scopes: ['phone', 'email', 'openid', 'profile', 'aws.cognito.signin.user.admin'],
        redirectUris: ['http://localhost:3000/', 'https://app.example.com/'],
        logoutUri: 'https://app.example.com/',
        identityPoolId: identityPool,
      },
    });
  });

  it('reads aws-exports.js', () => {
    deepEqual(sample('aws-exports.js').draft, {
      name: 'my-app',
      ...poolAndClient,
      scopes: ['phone', 'email', 'openid'],
      redirectUris: ['http://localhost:3000/', 'https://app.example.com/'],
      logoutUri: 'https://app.example.com/',
      identityPoolId: identityPool,
    });
  });

  it('reads aws-exports.json', () => {
    deepEqual(sample('aws-exports.json').draft, { name: pool, ...poolAndClient });
  });

  it('reads amplifyconfiguration.json of a mobile app without its client secret', () => {
    const { draft, notes } = sample('amplifyconfiguration.json');
    deepEqual(draft, {
      name: 'my-app',
      ...poolAndClient,
      scopes: ['email', 'openid'],
      redirectUris: ['myapp://callback/'],
      identityPoolId: identityPool,
    });
    match(notes.join(' '), /client secret was not read/);
  });

  const inCode: Readonly<Record<string, string>> = {
    'a call of Amplify 6': `Amplify.configure({ Auth: { Cognito: { userPoolId: '${pool}', userPoolClientId: \`${client}\`, loginWith: { oauth: { domain: '${domain}', scopes: ['openid'], redirectSignIn: ['http://localhost:3000/'] } } } } });`,
    'a call of Amplify 5': `Amplify.configure({ Auth: { region: 'us-east-1', userPoolId: '${pool}', userPoolWebClientId: '${client}', oauth: { domain: '${domain}', scope: ['openid'], redirectSignIn: 'http://localhost:3000/' } } });`,
    'module.exports': `module.exports = { aws_user_pools_id: "${pool}", aws_user_pools_web_client_id: "${client}", oauth: { domain: "${domain}", scope: ["openid"], redirectSignIn: "http://localhost:3000/" } }`,
    'a function and values that are no literals': `export default () => { return { other: process.env.X, ...more, [key]: 1, aws_user_pools_id: "${pool}", aws_user_pools_web_client_id: "${client}", oauth: { domain: "${domain}", scope: ["openid", ...more], redirectSignIn: "http://localhost:3000/", get x() { return 1 } } } }`,
  };
  for (const [where, source] of Object.entries(inCode)) {
    it(`reads aws-exports.js with ${where}`, () => {
      const { draft } = only('aws-exports.js', source);
      const expected = {
        name: 'my-app',
        ...poolAndClient,
        scopes: ['openid'],
        redirectUris: ['http://localhost:3000/'],
      };
      deepEqual(draft, expected);
    });
  }

  it('reads each app client of a stack in cdk-outputs.json', () => {
    const found = finds('cdk-outputs.json', samples['cdk-outputs.json']);
    deepEqual(
      found.map(({ place, draft }) => [place, draft]),
      [
        ['OrdersStack · WebClientId', { name: 'my-app', ...poolAndClient }],
        ['OrdersStack · AdminClientId', { name: 'my-app', userPoolId: pool, clientId: otherClient }],
      ],
    );
  });

  it('matches the app clients of a stack with two pools by their names', () => {
    const outputs = {
      Stack: {
        StaffPoolId: otherPool,
        CustomerPoolId: pool,
        CustomerClientId: client,
        StaffClientId: otherClient,
      },
    };
    deepEqual(
      finds('cdk-outputs.json', JSON.stringify(outputs)).map(({ draft }) => [
        draft.userPoolId,
        draft.clientId,
      ]),
      [
        [pool, client],
        [otherPool, otherClient],
      ],
    );
  });

  it('reads a pool without an app client', () => {
    const { place, draft } = only('cdk-outputs.json', JSON.stringify({ Stack: { AuthPool: pool } }));
    deepEqual([place, draft], ['Stack', { name: pool, userPoolId: pool }]);
  });

  for (const [name, place] of [
    ['stack-output.json', 'orders'],
    ['sam-outputs.json', ''],
  ] as const) {
    it(`reads ${name}`, () => {
      const find = sample(name);
      equal(find.place, place);
      equal(find.draft.userPoolId, pool);
      equal(find.draft.clientId, client);
      deepEqual(find.notes, []);
    });
  }

  it('reads the output of terraform output -json without sensitive values', () => {
    deepEqual(sample('terraform-output.json').draft, { name: pool, ...poolAndClient });
  });

  it('reads .env and .env.production, and leaves out the client secret', () => {
    const { draft, notes } = sample('.env');
    deepEqual(draft, {
      name: 'my-app',
      ...poolAndClient,
      redirectUris: ['http://localhost:3000/callback'],
    });
    match(notes.join(' '), /client secret was not read/);
    deepEqual(sample('.env.production').draft, {
      name: otherPool,
      userPoolId: otherPool,
      clientId: otherClient,
    });
  });

  const environments: Readonly<Record<string, readonly [string, ProfileDraft]>> = {
    'the names of NextAuth': [
      `COGNITO_CLIENT_ID=${client}\nCOGNITO_ISSUER=https://cognito-idp.us-east-1.amazonaws.com/${pool}`,
      { name: pool, ...poolAndClient },
    ],
    'the names of an OpenID Connect library': [
      `REACT_APP_OIDC_AUTHORITY=https://cognito-idp.us-east-1.amazonaws.com/${pool}\nREACT_APP_OIDC_CLIENT_ID=${client}`,
      { name: pool, ...poolAndClient },
    ],
    'a custom domain and no pool': [
      `COGNITO_DOMAIN=auth.example.com\nCOGNITO_CLIENT_ID=${client}\nCOGNITO_LOGOUT_URL=https://example.com/bye`,
      {
        name: 'auth.example.com',
        domain: 'auth.example.com',
        clientId: client,
        logoutUri: 'https://example.com/bye',
      },
    ],
    'a local user pool': [
      'COGNITO_ISSUER=http://127.0.0.1:9270/local_Pool00001\nCOGNITO_CLIENT_ID=ourapp',
      { name: '127.0.0.1:9270', issuer: 'http://127.0.0.1:9270/local_Pool00001', clientId: 'ourapp' },
    ],
  };
  for (const [what, [text, draft]] of Object.entries(environments)) {
    it(`reads .env with ${what}`, () => {
      deepEqual(only('.env.local', text).draft, draft);
    });
  }
});

describe('importText with an identity pool', () => {
  const other = 'eu-west-1:2b3c4d5e-1111-2222-3333-444455556666';
  const texts: Readonly<Record<string, readonly [string, string]>> = {
    'a call of Amplify 6': [
      'aws-exports.js',
      `Amplify.configure({ Auth: { Cognito: { userPoolId: '${pool}', userPoolClientId: '${client}', identityPoolId: '${identityPool}' } } });`,
    ],
    'a call of Amplify 5': [
      'aws-exports.js',
      `Amplify.configure({ Auth: { userPoolId: '${pool}', userPoolWebClientId: '${client}', identityPoolId: '${identityPool}' } });`,
    ],
    'the outputs of a stack': [
      'cdk-outputs.json',
      JSON.stringify({ Stack: { UserPoolId: pool, ClientId: client, IdentityPoolId: identityPool } }),
    ],
    'an output of the CDK with a hash': [
      'cdk-outputs.json',
      JSON.stringify({ Stack: { PoolId: pool, ClientId: client, AuthIdentityPool3F2A1B4C: identityPool } }),
    ],
    variables: [
      '.env',
      `VITE_COGNITO_USER_POOL_ID=${pool}\nVITE_COGNITO_CLIENT_ID=${client}\nVITE_IDENTITY_POOL_ID=${identityPool}`,
    ],
  };
  for (const [where, [name, text]] of Object.entries(texts)) {
    it(`reads it from ${where}`, () => {
      deepEqual(only(name, text).draft, { name: pool, ...poolAndClient, identityPoolId: identityPool });
    });
  }

  it('takes the one of the same stage, and none when several fit', () => {
    const stages = [
      `COGNITO_USER_POOL_ID_DEV=${pool}\nCOGNITO_CLIENT_ID_DEV=${client}\nIDENTITY_POOL_ID_DEV=${identityPool}`,
      `COGNITO_USER_POOL_ID_PROD=${otherPool}\nCOGNITO_CLIENT_ID_PROD=${otherClient}\nIDENTITY_POOL_ID_PROD=${other}`,
    ].join('\n');
    deepEqual(
      finds('.env', stages).map(({ draft }) => [draft.userPoolId, draft.identityPoolId]),
      [
        [pool, identityPool],
        [otherPool, other],
      ],
    );
    const two = { UserPoolId: pool, ClientId: client, IdentityPoolA: identityPool, IdentityPoolB: other };
    equal(only('cdk-outputs.json', JSON.stringify({ Stack: two })).draft.identityPoolId, undefined);
  });

  it('leaves out what cannot be one, and adds a note', () => {
    const auth = { user_pool_id: pool, user_pool_client_id: client, identity_pool_id: 'evil.example/x:1a' };
    const { draft, notes } = only('amplify_outputs.json', JSON.stringify({ auth }));
    equal(draft.identityPoolId, undefined);
    deepEqual(notes, ['Its identity pool id was left out: it cannot be one.']);
  });
});

describe('importText of unusable files', () => {
  it('finds nothing and reports no reason in files without Cognito settings', () => {
    for (const [name, text] of [
      ['.env', 'PORT=3000\nAPI_URL=https://example.com\nGITHUB_CLIENT_ID=Iv1.8a61f9b3a7aba766'],
      ['test-output.json', '{"passed": 7'],
      ['outputs.json', '{"a": "b"}'],
    ] as const) {
      deepEqual(importText(name, text), { finds: [] });
    }
  });

  const unreadable: readonly (readonly [string, string, RegExp])[] = [
    ['amplify_outputs.json', '{"auth": {\n  "user_pool_id": ', /JSON, line 2\.$/],
    ['amplify_outputs.json', '{"version": "1"}', /names no user pool/],
    ['amplify_outputs.json', '', /JSON, line 1\.$/],
    ['aws-exports.js', 'const a = {', /JavaScript, line 1\.$/],
    ['aws-exports.js', 'nothing();', /names no user pool/],
    ['cdk-outputs.json', '{"Stack": {"CognitoUserPool": "x"', /JSON, line 1\.$/],
    ['amplify_outputs.json', `{"a": "${'x'.repeat(largestFile)}"}`, /larger than 200 kB/],
    ['notes.txt', 'x', /Unsupported file type/],
  ];
  for (const [name, text, expected] of unreadable) {
    it(`returns a reason for ${name} with ${inspect(text.slice(0, 20))}`, () => {
      const { finds: found, reason } = importText(name, text);
      deepEqual(found, []);
      match(reason ?? '', expected);
    });
  }

  it('leaves out hostile values and adds a note about each', () => {
    const outputs = {
      auth: {
        user_pool_id: pool,
        user_pool_client_id: 'a&redirect_uri=https://evil.example',
        oauth: {
          domain: 'my-app.auth.us-east-1.amazoncognito.com.evil.example',
          redirect_sign_in_uri: ['javascript:alert(1)', 'http://localhost:3000/'],
          scopes: ['openid', 'a b'],
        },
      },
    };
    const { draft, notes } = only('amplify_outputs.json', JSON.stringify(outputs));
    deepEqual(draft, {
      name: pool,
      userPoolId: pool,
      scopes: ['openid'],
      redirectUris: ['http://localhost:3000/'],
    });
    deepEqual([...notes].sort(), [
      'Its app client id was left out: it cannot be one.',
      'Its callback URL was left out: it cannot be one.',
      'Its domain was left out: it cannot be one.',
      'Its scope was left out: it cannot be one.',
    ]);
  });

  it('leaves out any domain when the pool id is known', () => {
    const outputs = {
      auth: { user_pool_id: pool, user_pool_client_id: client, oauth: { domain: 'evil.example' } },
    };
    const { draft } = only('amplify_outputs.json', JSON.stringify(outputs));
    equal(draft.domain, undefined);
    equal(draft.userPoolId, pool);
  });

  it('ignores inherited members', () => {
    const text = `{"__proto__": {"auth": {"user_pool_id": "${pool}"}}, "constructor": 1}`;
    deepEqual(importText('amplify_outputs.json', text).finds, []);
    equal(({} as Record<string, unknown>).auth, undefined);
  });

  it('never runs the code of a file', () => {
    const source = `globalThis.wasRun = true; throw new Error('run'); export default { aws_user_pools_id: "${pool}", aws_user_pools_web_client_id: (() => { globalThis.wasRun = true; return "${client}"; })() }`;
    deepEqual(only('aws-exports.js', source).draft, { name: pool, userPoolId: pool });
    equal((globalThis as Record<string, unknown>).wasRun, undefined);
  });

  it('finds at most twenty pools', () => {
    const stacks = Object.fromEntries(
      Array.from({ length: 500 }, (_, index) => [`Stack${index}`, { PoolId: `us-east-1_Pool${index}` }]),
    );
    equal(finds('cdk-outputs.json', JSON.stringify(stacks)).length, 20);
  });

  describe('with several stages', () => {
    const values = {
      pool: [pool, otherPool],
      client: [client, otherClient],
      domain: ['my-dev.auth.us-east-1.amazoncognito.com', 'my-prod.auth.us-east-1.amazoncognito.com'],
    } as const;
    const expected = [
      { name: 'my-dev', userPoolId: pool, clientId: client },
      { name: 'my-prod', userPoolId: otherPool, clientId: otherClient },
    ];
    const env = (names: readonly (readonly [string, string, string])[]): string =>
      names
        .map(
          ([poolName, clientName, domainName], index) =>
            `${poolName}=${values.pool[index]}\n${clientName}=${values.client[index]}\n${domainName}=${values.domain[index]}\n`,
        )
        .join('');
    const json = (names: readonly (readonly [string, string, string])[]): string =>
      JSON.stringify({
        Stack: Object.fromEntries(
          names.flatMap(([poolName, clientName, domainName], index) => [
            [poolName, values.pool[index]],
            [clientName, values.client[index]],
            [domainName, values.domain[index]],
          ]),
        ),
      });
    for (const [what, name, text] of [
      [
        'at the end of variables',
        '.env',
        env([
          ['COGNITO_USER_POOL_ID_DEV', 'COGNITO_CLIENT_ID_DEV', 'COGNITO_DOMAIN_DEV'],
          ['COGNITO_USER_POOL_ID_PROD', 'COGNITO_CLIENT_ID_PROD', 'COGNITO_DOMAIN_PROD'],
        ]),
      ],
      [
        'at the start of variables',
        '.env',
        env([
          ['DEV_COGNITO_USER_POOL_ID', 'DEV_COGNITO_CLIENT_ID', 'DEV_COGNITO_DOMAIN'],
          ['PROD_COGNITO_USER_POOL_ID', 'PROD_COGNITO_CLIENT_ID', 'PROD_COGNITO_DOMAIN'],
        ]),
      ],
      [
        'in one of two groups of variables',
        '.env',
        env([
          ['COGNITO_USER_POOL_ID', 'COGNITO_CLIENT_ID', 'COGNITO_DOMAIN'],
          ['COGNITO_USER_POOL_ID_PROD', 'COGNITO_CLIENT_ID_PROD', 'COGNITO_DOMAIN_PROD'],
        ]),
      ],
      [
        'as kinds of users',
        '.env',
        env([
          ['COGNITO_USER_POOL_ID_CUSTOMER', 'COGNITO_CLIENT_ID_CUSTOMER', 'COGNITO_DOMAIN_CUSTOMER'],
          ['COGNITO_USER_POOL_ID_STAFF', 'COGNITO_CLIENT_ID_STAFF', 'COGNITO_DOMAIN_STAFF'],
        ]),
      ],
      [
        'in Terraform outputs',
        'terraform-outputs.json',
        json([
          ['user_pool_id_dev', 'client_id_dev', 'domain_dev'],
          ['user_pool_id_prod', 'client_id_prod', 'domain_prod'],
        ]),
      ],
      [
        'in CDK outputs',
        'cdk-outputs.json',
        json([
          ['UserPoolIdDev', 'UserPoolClientIdDev', 'UserPoolDomainDev'],
          ['UserPoolIdProd', 'UserPoolClientIdProd', 'UserPoolDomainProd'],
        ]),
      ],
    ] as const) {
      it(`pairs each client with the pool of its stage ${what}`, () => {
        deepEqual(
          finds(name, text).map(({ draft }) => ({ ...draft })),
          expected,
        );
      });
    }

    it('offers no client of one stage with the only pool of another stage', () => {
      const text = `COGNITO_USER_POOL_ID_DEV=${pool}\nCOGNITO_CLIENT_ID_PROD=${client}\n`;
      deepEqual(
        finds('.env', text).map(({ draft }) => draft.clientId),
        [undefined],
      );
    });
  });

  it('reads a client id under the names of Auth.js, and notes its secret', () => {
    for (const names of [
      ['AUTH_COGNITO_ID', 'AUTH_COGNITO_ISSUER'],
      ['COGNITO_APP_ID', 'COGNITO_ISSUER'],
      ['COGNITO_AUDIENCE', 'COGNITO_ISSUER'],
    ]) {
      const text = `${names[0]}=${client}\nAUTH_COGNITO_SECRET=x\n${names[1]}=https://cognito-idp.us-east-1.amazonaws.com/${pool}\n`;
      const found = only('.env.local', text);
      equal(found.draft.clientId, client, names[0]);
      match(found.notes.join(), /Set Client Secret/);
    }
  });

  it('reads lists and maps of app clients', () => {
    for (const clients of [
      { user_pool_client_ids: { sensitive: false, type: 'map', value: { web: client, cli: otherClient } } },
      { user_pool_client_ids: { sensitive: false, type: 'list', value: [client, otherClient] } },
      {
        clients: [
          { name: 'web', id: client },
          { name: 'cli', id: otherClient },
        ],
      },
      { Web: client, Cli: otherClient },
    ]) {
      const text = JSON.stringify({
        user_pool_id: { sensitive: false, type: 'string', value: pool },
        ...clients,
      });
      deepEqual(
        finds('outputs.json', text).map(({ draft }) => [draft.userPoolId, draft.clientId]),
        [
          [pool, client],
          [pool, otherClient],
        ],
        text,
      );
    }
  });

  it('skips the client ids of other identity providers', () => {
    for (const other of [
      'COGNITO_FACEBOOK_CLIENT_ID=345678901234567',
      'COGNITO_GOOGLE_CLIENT_ID=1234567890abc',
    ]) {
      const found = only('.env', `COGNITO_USER_POOL_ID=${pool}\nCOGNITO_CLIENT_ID=${client}\n${other}\n`);
      equal(found.draft.clientId, client);
      equal(only('.env', `COGNITO_USER_POOL_ID=${pool}\n${other}\n`).draft.clientId, undefined);
    }
  });

  it('takes only addresses as callback URLs', () => {
    const arn = 'arn:aws:lambda:us-east-1:123456789012:function:x';
    const text = `COGNITO_USER_POOL_ID=${pool}\nCOGNITO_CLIENT_ID=${client}\nCOGNITO_LAMBDA_CALLBACK=${arn}\n`;
    equal(only('.env', text).draft.redirectUris, undefined);
    const url = `${text}COGNITO_CALLBACK_URL=myapp://callback\n`;
    deepEqual(only('.env', url).draft.redirectUris, ['myapp://callback']);
  });

  it('notes no client secret when the secret is empty', () => {
    const configuration = {
      auth: {
        plugins: {
          awsCognitoAuthPlugin: {
            CognitoUserPool: { Default: { PoolId: pool, AppClientId: client, AppClientSecret: '' } },
          },
        },
      },
    };
    deepEqual(only('amplifyconfiguration.json', JSON.stringify(configuration)).notes, []);
    const text = `COGNITO_USER_POOL_ID=${pool}\nCOGNITO_CLIENT_ID=${client}\nCOGNITO_CLIENT_SECRET=\n`;
    deepEqual(only('.env', text).notes, []);
  });

  it('reads the configuration of an OpenID Connect library in a JavaScript file', () => {
    const text = `export default { authority: "https://cognito-idp.us-east-1.amazonaws.com/${pool}", client_id: "${client}", redirect_uri: "http://localhost:3005", response_type: "code", scope: "phone openid email" }`;
    const { draft } = only('aws-exports.js', text);
    deepEqual(
      [draft.userPoolId, draft.clientId, draft.redirectUris],
      [pool, client, ['http://localhost:3005']],
    );
    deepEqual(draft.scopes, ['phone', 'openid', 'email']);
  });

  it('reads the files of mobile apps', () => {
    const configuration = { CognitoUserPool: { Default: { PoolId: pool, AppClientId: client } } };
    deepEqual(only('awsconfiguration.json', JSON.stringify(configuration)).draft.clientId, client);
    const dart = `const amplifyconfig = '''${JSON.stringify({ auth: { plugins: { awsCognitoAuthPlugin: configuration } } })}''';`;
    deepEqual(only('amplifyconfiguration.dart', dart).draft.userPoolId, pool);
  });

  it('reads the settings of ASP.NET', () => {
    const settings = { Logging: {}, Authentication: { Cognito: { UserPoolId: pool, ClientId: client } } };
    const { draft } = only('appsettings.Development.json', JSON.stringify(settings));
    deepEqual([draft.userPoolId, draft.clientId], [pool, client]);
  });
});
