/** How the scripts are checked: mistakes by ESLint's own rules, style by the same habits everywhere. Types: tsconfig.json. */
import js from '@eslint/js'
import stylistic from '@stylistic/eslint-plugin'
import globals from 'globals'

export default [
  { ignores: ['pwa/dist/', 'pwa/.dist-*/', 'var/', '.venv/', '.tools/'] },
  js.configs.recommended,
  stylistic.configs.customize({ indent: 2, quotes: 'single', semi: false, braceStyle: '1tbs', commaDangle: 'never', arrowParens: true }),
  {
    languageOptions: { ecmaVersion: 2025 },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // Here each `?.` and `??` counts as a branch, which ruff's measure (8) has no counterpart of.
      complexity: ['error', 12],
      eqeqeq: 'error',
      'max-lines': ['error', { max: 260, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      'no-new': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'prefer-template': 'error',
      '@stylistic/max-len': ['error', { code: 160 }],
      '@stylistic/space-before-function-paren': ['error', 'always'],
      '@stylistic/list-style': 'off',
      '@stylistic/max-statements-per-line': ['error', { max: 4 }],
      '@stylistic/quote-props': ['error', 'as-needed']
    }
  },
  { files: ['pwa/js/**/*.js'], languageOptions: { globals: globals.browser } },
  { files: ['pwa/service-worker.js'], languageOptions: { globals: globals.serviceworker } },
  { files: ['pwa/build.mjs', 'eslint.config.js', 'tests/**/*.mjs', 'tests/**/*.js'], languageOptions: { globals: globals.node } },
  { files: ['**/*.test.js'], languageOptions: { globals: { ...globals.browser, ...globals.node } }, rules: { 'max-lines-per-function': 'off' } }
]
