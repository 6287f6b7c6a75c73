import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Imports go one way: core <- transport, signIn, sessions, profiles, inspector <- commands <- extension. */
const forbid = (files, patterns) => ({
  files,
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
});
const nobody = { regex: '/extension$', message: 'Nothing imports the composition root.' };
const undici = { regex: '^undici', message: 'src/transport.ts is the only file that knows undici.' };
const commands = { regex: '/commands/', message: 'Only the composition root imports commands.' };
const view = { regex: '/view/', message: 'The webview is reached by messages only.' };
const localPool = {
  regex: '/localPool/localPool$',
  allowTypeImports: true,
  message: 'The local user pool is a bundle of its own: load it with import().',
};
const client = {
  regex: '/cognitoClient$',
  allowTypeImports: true,
  message: 'The client is a bundle of its own: load it with import().',
};
const loopback = {
  regex: '/loopback$',
  allowTypeImports: true,
  message: 'The loopback listener is a bundle of its own: load it with import().',
};
const refreshing = {
  regex: '/(refreshing|windowLock)$',
  allowTypeImports: true,
  message: 'Refreshing is a bundle of its own: load it with import().',
};
const presence = {
  regex: '/presence/presence$',
  allowTypeImports: true,
  message: 'Who is signed in is shown by a bundle of its own: load it with import().',
};
const problems = {
  regex: '/core/problems$',
  allowTypeImports: true,
  message: 'The texts are a bundle of their own: load them with import().',
};
const inspection = {
  regex: '/inspection$',
  allowTypeImports: true,
  message: 'What the inspector shows is a bundle of its own: load it with import().',
};
const trustQuestion = {
  regex: '/core/profile/trustQuestion$',
  allowTypeImports: true,
  message: 'What is asked about a workspace’s profile is a bundle of its own: load it with import().',
};
const checkReport = {
  regex: '/checkReport$',
  allowTypeImports: true,
  message: 'What a check shows is a bundle of its own: load it with import().',
};
const impure = { regex: '^(vscode|undici|node:)', message: 'core is pure: it runs anywhere.' };
const profileManager = {
  regex:
    '/profiles/(profileManager|profile(Picker|Items)|workspaceFinds|moveSecret|writtenSecret|(add|edit|remove)Profile\\w*|importers/.*)$',
  allowTypeImports: true,
  message: 'Managing profiles is a bundle of its own: load it with import().',
};
const shared = [
  profileManager,
  trustQuestion,
  checkReport,
  loopback,
  refreshing,
  nobody,
  undici,
  commands,
  view,
  localPool,
  client,
  presence,
];

export default defineConfig(
  { ignores: ['dist', 'out', 'coverage', '.vscode-test'] },
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
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/method-signature-style': 'error',
      // A disposable is whatever has dispose().
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-restricted-exports': [
        'error',
        { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'ImportNamespaceSpecifier', message: 'Import by name.' },
        { selector: 'ImportDefaultSpecifier', message: 'Import by name.' },
        { selector: 'ExportAllDeclaration', message: 'No barrels.' },
      ],
    },
  },
  forbid(['src/**/*.ts'], shared),
  forbid(['src/core/*.ts'], [impure, { regex: '^\\.\\./', message: 'core imports nothing else of ours.' }]),
  forbid(
    ['src/core/*/*.ts'],
    [impure, { regex: '^\\.\\./\\.\\./', message: 'core imports nothing else of ours.' }],
  ),
  forbid(
    ['src/transport.ts'],
    [nobody, commands, view, localPool, client, { regex: '^vscode$', message: 'Settings are handed in.' }],
  ),
  forbid(
    ['src/localPool/**/*.ts'],
    [
      { regex: '^vscode$|^undici', message: 'The local user pool is a plain HTTP server.' },
      nobody,
      commands,
      client,
    ],
  ),
  forbid(
    ['src/inspector/view/**/*.ts'],
    [
      {
        regex: '^\\.\\./(?!protocol$|\\.\\./core/localTime$)',
        message: 'The webview imports the protocol and the way a time is written, and nothing else of ours.',
      },
      { regex: '^(vscode|undici|node:)', message: 'The webview runs in a browser.' },
    ],
  ),
  forbid(
    ['src/preflight/view/**/*.ts'],
    [
      {
        regex: '^\\.\\./(?!protocol$|\\.\\./inspector/view/(?:dom|inspector\\.css)$)',
        message: 'The webview imports the protocol and the building blocks that webviews share.',
      },
      { regex: '^(vscode|undici|node:)', message: 'The webview runs in a browser.' },
    ],
  ),
  forbid(['src/messages.ts', 'src/presence/**/*.ts'], [...shared, problems]),
  forbid(
    ['src/commands/**/*.ts', 'src/extension.ts'],
    [nobody, undici, view, localPool, client, presence, refreshing, problems, inspection, trustQuestion],
  ),
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
      'no-restricted-syntax': 'off',
      'no-restricted-exports': 'off',
      'no-console': 'off',
    },
  },
);
