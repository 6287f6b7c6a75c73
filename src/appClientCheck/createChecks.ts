import type { CognitoClient } from '../client/cognitoClient';
import type { AppClientCheck } from '../client/appClientCheck/checks';
import { callbackSourceOf, callbackUrlOf, localPoolPort, readProfile } from '../profiles/settings';
import type { Approve } from '../profiles/trust/trust';
import { createCheckPanels, type CheckPanels, type CheckPanelsContext } from './checkPanels';
import { appClientCheckReport } from './report';
import { viewTypes } from './viewTypes';

/** The panels of Check App Client, by profiles. */
export type Checks = Readonly<Record<keyof typeof viewTypes, CheckPanels>>;

export interface ChecksContext extends CheckPanelsContext {
  readonly client: () => Promise<CognitoClient>;
  readonly approve: Approve;
}

export function createChecks(context: ChecksContext): Checks {
  const { client, approve } = context;
  const appClient = createCheckPanels<AppClientCheck>(
    {
      viewType: viewTypes.appClient,
      title: 'Check App Client',
      run: async (name, signal) => {
        const { checkAppClient } = await client();
        const profile = readProfile(name);
        const source = callbackSourceOf(profile);
        return checkAppClient(profile, source, (endpoints) => approve(profile, endpoints), signal);
      },
      report: (name, checks, state) =>
        appClientCheckReport(readProfile(name), callbackUrlOf(name), checks, state, localPoolPort()),
      profile: (name) => name,
    },
    context,
  );
  return { appClient };
}
