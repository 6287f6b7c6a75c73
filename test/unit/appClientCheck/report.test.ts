import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { CognitoError, type ErrorCode, type ErrorDetail } from '../../../src/core/errors';
import {
  failed,
  passed,
  unknown,
  type AppClientCheck,
  type AppClientCheckId,
} from '../../../src/client/appClientCheck/checks';
import { appClientCheckReport } from '../../../src/appClientCheck/report';
import type { ShownCheck } from '../../../src/appClientCheck/protocol';
import { remedyButtons } from '../../../src/problems/remedies';
import { callbackUrl } from '../../support/fakeClient';
import { makeProfile } from '../../support/profiles';
import { userPoolId } from '../../support/tokens';

const consoleAddress =
  'https://us-east-1.console.aws.amazon.com/cognito/v2/idp/user-pools/us-east-1_AbCdEf123/applications/app-clients/abc?region=us-east-1';

const entry = { name: 'team', clientId: 'abc', userPoolId };
const team = makeProfile(entry);

function failedCheck(id: AppClientCheckId, code: ErrorCode, detail: ErrorDetail = {}): AppClientCheck {
  return failed(id, 'Seen.', new CognitoError(code, { host: 'auth.example.com', ...detail }));
}

function shown(check: AppClientCheck): ShownCheck {
  const [only] = appClientCheckReport(team, callbackUrl, [check], 'done').report.checks;
  ok(only);
  return only;
}

describe('appClientCheckReport', () => {
  it('shows the problem of a failed check, and only what was seen for a passed check', () => {
    const failing = shown(
      failedCheck('scopes', 'scope_not_allowed', { scopes: 'orders/write', clientId: 'abc' }),
    );
    equal(failing.status, 'failed');
    match(failing.problem?.what ?? '', /app client abc of “team”.*orders\/write/);
    ok(failing.problem?.why && failing.problem.next);
    const fine = shown(passed('scopes', 'All of them.'));
    deepEqual(fine, {
      id: 'scopes',
      title: 'Scopes',
      status: 'passed',
      seen: 'All of them.',
      problem: undefined,
      snippets: [],
      actions: [],
    });
  });

  it('shows an unknown check as unknown, also when it has no error', () => {
    equal(shown(unknown('login', 'It does not get that far.')).status, 'unknown');
    const silent = shown(unknown('keys', 'No answer.', new CognitoError('timeout', { host: 'h.example' })));
    equal(silent.status, 'unknown');
    ok(silent.problem);
  });

  it('offers to start the local user pool only when its port refuses the connection', () => {
    const refused = failedCheck('reachable', 'network', { host: '127.0.0.1:9270', reason: 'ECONNREFUSED' });
    const offered = (port?: number): readonly string[] =>
      appClientCheckReport(team, callbackUrl, [refused], 'done', port).report.checks.flatMap(({ actions }) =>
        actions.map(({ id }) => id),
      );
    deepEqual(offered(9270), ['start_local_pool']);
    deepEqual(offered(9271), offered());
    ok(!offered().includes('start_local_pool'));
  });

  it('shows the missing callback URL and the command that adds it', () => {
    const check = failedCheck('callback', 'redirect_mismatch', { clientId: 'abc' });
    const { report, page } = appClientCheckReport(team, callbackUrl, [check], 'done');
    const [exact, command] = report.checks[0]?.snippets ?? [];
    equal(exact?.text, callbackUrl);
    equal(exact.copy.id, 'copy_callback_url');
    match(command?.text ?? '', /^aws cognito-idp update-user-pool-client --region us-east-1/);
    equal(page, consoleAddress);
    equal(report.checks[0]?.actions[0]?.id, 'open_console');
  });

  it('shows and copies the callback URL that the check has chosen for the sign-in host', () => {
    const own = `${callbackUrl}/0f3a`;
    const check = { ...failedCheck('callback', 'redirect_mismatch', { clientId: 'abc' }), callbackUrl: own };
    const { report } = appClientCheckReport(team, callbackUrl, [check], 'done');
    equal(report.facts.at(-1)?.value, own);
    equal(report.checks[0]?.snippets[0]?.text, own);
  });

  it('shows the command that creates a branding style when the login pages are unavailable', () => {
    match(
      shown(failedCheck('login', 'login_unavailable')).snippets[0]?.text ?? '',
      /create-managed-login-branding/,
    );
  });

  it('offers neither the AWS console nor an AWS CLI command when the pool is unknown', () => {
    const profile = makeProfile({ ...entry, userPoolId: undefined, domain: 'auth.example.com' });
    const check = failedCheck('callback', 'redirect_mismatch', { clientId: 'abc' });
    const { report, page } = appClientCheckReport(profile, callbackUrl, [check], 'done');
    equal(page, undefined);
    deepEqual(
      report.checks.flatMap(({ snippets }) => snippets.map(({ copy }) => copy.id)),
      ['copy_callback_url'],
    );
    const actions = [...report.actions, ...(report.checks[0]?.actions ?? [])];
    ok(!actions.some(({ id }) => id === 'open_console'));
  });

  it('gives each button an effect, and offers neither Check App Client nor a second button for the callback URL', () => {
    const { report } = appClientCheckReport(
      team,
      callbackUrl,
      [
        failedCheck('callback', 'redirect_mismatch', { clientId: 'abc' }),
        failedCheck('login', 'login_unavailable'),
        failedCheck('authentication', 'client_secret_missing'),
        failedCheck('client', 'client_unknown', { clientId: 'abc' }),
        failedCheck('reachable', 'network'),
      ],
      'done',
    );
    const copies = report.checks.flatMap(({ snippets }) => snippets.map(({ copy }) => copy.id));
    deepEqual(copies, ['copy_callback_url', 'copy_command_callback', 'copy_command_login']);
    const effects = ['run_again', 'open_console', ...Object.keys(remedyButtons)];
    const actions = [...report.actions, ...report.checks.flatMap((check) => check.actions)];
    for (const { id, title, icon } of actions) {
      ok(effects.includes(id), id);
      ok(id !== 'check_app_client' && id !== 'copy_callback_url', id);
      ok(title !== '' && icon !== '', id);
    }
    ok(actions.some(({ id }) => id === 'set_client_secret'));
  });

  it('shows no callback URL for a machine client', () => {
    const profile = makeProfile({ ...entry, grant: 'client_credentials' });
    const { facts } = appClientCheckReport(profile, callbackUrl, [], 'done').report;
    ok(!facts.some(({ term }) => term === 'Callback URL'));
  });

  it('shows the checks of the previous run while Check App Client is running', () => {
    const { report } = appClientCheckReport(team, callbackUrl, [passed('clock', 'Right.')], 'running');
    equal(report.state, 'running');
    equal(report.checks.length, 1);
  });
});
