/**
 * The bundles that are loaded on first use: for each one, the modules of `src` that other code loads with `import()`.
 * esbuild builds them and fails when a dynamic import is missing here, knip takes them as entries, and lint keeps other
 * modules from importing them statically.
 */
export const bundles = {
  client: [
    'client/cognitoClient',
    'sessions/refreshFlow',
    'sessions/windowLock',
    'signIn/callbackListener',
    'signIn/paste',
    'signIn/browserSignIn',
  ],
  inspection: [
    'inspector/inspection',
    'problems/explain',
    'problems/remedies',
    'appClientCheck/createChecks',
  ],
  profiles: ['profiles/profileManager', 'profiles/trust/trustQuestion'],
  presence: ['presence/presence'],
  handover: ['handover/handover'],
  commands: [
    'commands/apiProxyCommands',
    'commands/callbackCommands',
    'commands/localPoolCommands',
    'commands/copyAwsProfile',
    'commands/mcpCommands',
    'commands/reportIssue',
    'commands/selectUser',
    'commands/showSessions',
    'commands/signInAs',
    'commands/signInWithLevel',
    'commands/signOut',
    'commands/withdrawConsent',
  ],
  apiCallList: ['apiCalls/callsPanel', 'apiCalls/explainPasted'],
  localPool: ['commands/launchLocalPool'],
  localPoolHttps: ['profiles/localPoolHttps'],
  localPoolCertificate: ['localPool/makeCertificate'],
  triggers: ['commands/triggerCommands'],
};

/** The programs that run outside the editor's process. */
export const programs = {
  cognitoToken: 'handover/program/main',
  preTokenTrigger: 'localPool/triggers/program/main',
};

/** The scripts of the webviews. */
export const views = {
  inspector: 'inspector/view/inspector',
  appClientCheck: 'appClientCheck/view/appClientCheck',
  apiCalls: 'apiCalls/view/apiCalls',
  tryTrigger: 'triggers/view/triggers',
};

/** The programs of npm packages beside the extension. */
export const packages = {
  localPool: 'localPool/program/main',
};
