import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

const typed = {
  parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname, extraFileExtensions: ['.svelte'] },
};

export default ts.config(
  { ignores: ['**/dist/', '**/node_modules/', '.rearguard/', 'client/src/map/base/*.json'] },
  js.configs.recommended,
  { files: ['**/*.ts', '**/*.svelte'], extends: [ts.configs.recommendedTypeChecked], languageOptions: typed },
  ...svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, ...typed.parserOptions } },
  },
  {
    files: ['**/*.mjs', '**/*.cjs', '**/*.js', 'test/**', 'server/**', 'ops/**'],
    languageOptions: { globals: globals.node },
  },
  { files: ['client/**', 'test/**'], languageOptions: { globals: { ...globals.browser } } },
  {
    files: ['**/*.ts', '**/*.svelte'],
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      eqeqeq: ['error', 'always'],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  // The product asks the clock it was given; only the clock itself asks the machine.
  {
    files: ['server/src/**/*.ts'],
    ignores: ['server/src/platform/**', 'server/src/config/**', 'server/src/testing/**', '**/*.spec.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'ask the Clock that was injected' },
        { object: 'process', property: 'env', message: 'only config/ reads the environment' },
      ],
    },
  },
  { files: ['**/*.spec.ts', '**/*.journey.ts'], languageOptions: { globals: globals.jest } },
  prettier,
);
