import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { bundles } from './bundles.mjs';
import { translatedTexts } from './scripts/lint/translatedTexts.mjs';

/**
 * The folders of `src`, lowest first. A folder imports from itself and from lines above its own, so nothing imports in a
 * circle; folders of one line do not know each other.
 */
const levels = [
  ['core'],
  ['editor', 'webview', 'loopback'],
  ['client', 'localPool'],
  ['sessions'],
  ['profiles'],
  ['problems', 'signIn'],
  ['handover'],
  ['presence', 'inspector', 'appClientCheck', 'apiCalls'],
  ['triggers'],
  ['commands'],
];
const rooms = levels.flat();

/** The script of a webview knows its protocol, the code that webviews share, how a time is written, and types. */
const view = [
  {
    regex: '^\\.\\./(?!protocol$|model/|\\.\\./webview/view/|\\.\\./core/localTime$)',
    message: 'A webview imports its protocol, src/webview/view and core/localTime, and nothing else of ours.',
  },
  { regex: '^\\.\\./model/', allowTypeImports: true, message: 'A webview imports types of the model only.' },
];
/** The page of Try Trigger also shows the inspector's table of a comparison. */
const triggerView = [
  {
    regex: '^\\.\\./(?!protocol$|\\.\\./webview/view/|\\.\\./inspector/view/comparisonTable$)',
    message:
      'This webview imports its protocol, src/webview/view and the table of a comparison, and nothing else of ours.',
  },
];
const viewIsApart = {
  regex: '^\\./view/|^\\.\\./view/',
  message: 'The host talks to a webview in messages.',
};

/** The modules of a bundle are loaded on first use. Modules of the same rooms are in the bundle, and may import them. */
const lazy = Object.values(bundles).map((modules) => ({
  folders: modules.map((module) => module.slice(0, module.indexOf('/'))),
  pattern: {
    regex: `/(${modules.map((module) => module.slice(module.lastIndexOf('/') + 1)).join('|')})$`,
    allowTypeImports: true,
    message: 'This module is in a bundle of bundles.mjs: load it with import().',
  },
}));

/** What the files of a room may not import, `depth` folders below `src`. */
function forbidden(room, depth) {
  const level = levels.findIndex((names) => names.includes(room));
  const allowed = [room, ...levels.slice(0, level).flat()];
  const others = rooms.filter((name) => !allowed.includes(name));
  return [
    ...(others.length === 0
      ? []
      : [
          {
            regex: `^${'\\.\\./'.repeat(depth)}(${others.join('|')})/`,
            message: `${room} is below that folder, see \`levels\` in eslint.config.mjs.`,
          },
        ]),
    { regex: '/extension$', message: 'extension.ts builds the parts. No part imports it.' },
    ...lazy.filter(({ folders }) => !folders.includes(room)).map(({ pattern }) => pattern),
    viewIsApart,
  ];
}

const only = (files, patterns) => ({
  files,
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
});

/** Which packages the files may not import. */
const without = (files, regex, message) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ regex, message }] }] },
});

/**
 * What is always in English: the answers and pages of the local user pool, which are as Cognito's, and programs in terminals. The
 * editor shows the pool's errors about its configuration, its start and its triggers, so those are translated.
 */
const englishOnly = [
  'src/localPool/!(config|configFields|certificate|hosts|localPool).ts',
  'src/localPool/program/*.ts',
  'src/localPool/triggers/program/*.ts',
  'src/handover/program/*.ts',
  'src/handover/terminal/wrappers.ts',
];

export default defineConfig(
  { ignores: ['dist', 'sample/dist', 'out', 'coverage', '.vscode-test'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-console': 'error',
      curly: ['error', 'multi-line'],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-duplicate-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/method-signature-style': 'error',
      // The rule knows classes with Symbol.dispose only; VS Code's disposables have dispose().
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-restricted-exports': [
        'error',
        { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } },
      ],
      'no-restricted-syntax': [
        'error',
        {
          // Valibot's documentation imports the whole module, because its names are those of types. l10n.t is the editor's own name.
          selector: 'ImportDeclaration[source.value!=/^(valibot|@vscode.l10n)$/] > ImportNamespaceSpecifier',
          message: 'Import by name.',
        },
        { selector: 'ImportDefaultSpecifier', message: 'Import by name.' },
        {
          selector:
            'ObjectExpression > SpreadElement > ConditionalExpression > ObjectExpression[properties.length=0]',
          message: 'Use defined() of core/members, or pass undefined.',
        },
        { selector: 'ExportAllDeclaration', message: 'Import from the file that defines it.' },
        {
          selector: 'ExportNamedDeclaration[source]',
          message: 'Import from the file that defines it.',
        },
      ],
    },
  },

  // The order of the rooms.
  ...rooms.flatMap((room) => [
    only([`src/${room}/*.ts`], forbidden(room, 1)),
    only([`src/${room}/*/*.ts`], forbidden(room, 2)),
    only([`src/${room}/*/*/*.ts`], forbidden(room, 3)),
  ]),
  only(['src/{inspector,appClientCheck,apiCalls}/view/*.ts'], view),
  only(['src/triggers/view/*.ts'], triggerView),
  only(['src/extension.ts'], [...lazy.map(({ pattern }) => pattern), viewIsApart]),
  { files: ['src/extension.ts'], rules: { '@typescript-eslint/no-use-before-define': 'error' } },

  // Which rooms know the editor, the network and Node.
  without(
    ['src/**/*.ts'],
    '^undici',
    'Only src/client/transport.ts and src/client/dispatchers.ts import undici.',
  ),
  without(
    [
      'src/{client,localPool}/**/*.ts',
      'src/sessions/{refresh*,retry,finishSignOut,windowLock}.ts',
      'src/handover/program/*.ts',
      'src/handover/{consent,freshToken}.ts',
      'src/handover/terminal/{protocol,tokenRequest,tokenServer,answerRequest,wrappers}.ts',
      'src/handover/proxy/{apiProxies,apiProxy,apiProxySettings,forward,guard,headers,passOn,peer,repeat,watchAnswer}.ts',
    ],
    '^vscode$|^undici',
    'This code runs without an editor, so that it can be tested without one.',
  ),
  without(
    [
      'src/core/**/*.ts',
      'src/**/view/*.ts',
      'src/client/{oauth,verification,appClientCheck,mcpServerCheck}/*.ts',
      'src/inspector/model/*.ts',
      'src/problems/{explain,problem,remedies}.ts',
      'src/problems/texts/*.ts',
      'src/profiles/add/{recognise*,profileDraft,completeDraft}.ts',
      'src/profiles/add/importers/*.ts',
      'src/presence/{profileStatus,statusBarContent,timeLeft}.ts',
      'src/signIn/{callback,callbackRoute}.ts',
      'src/apiCalls/{answer,explainAnswer,causes,*Causes,expiry,pastedAnswer}.ts',
    ],
    '^(vscode|undici|node:)',
    'This code is pure: it gets the time, the network and secrets handed in.',
  ),
  without(['src/client/{transport,dispatchers}.ts'], '^vscode$', 'Settings are handed in.'),
  without(
    ['src/client/proxySettings.ts'],
    '^undici',
    'Only src/client/transport.ts and src/client/dispatchers.ts import undici.',
  ),

  // Texts for people can be translated.
  {
    files: ['src/**/*.ts'],
    ignores: englishOnly,
    plugins: { texts: { rules: { translated: translatedTexts } } },
    rules: { 'texts/translated': 'error' },
  },
  {
    files: ['test/**/*.ts', 'scripts/**/*.ts'],
    rules: {
      'no-console': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: {
      '@typescript-eslint/no-require-imports': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      'no-restricted-syntax': 'off',
      'no-restricted-exports': 'off',
      'no-console': 'off',
    },
  },
);
