import lwc from '@salesforce/eslint-config-lwc/recommended.js';
import globals from 'globals';

export default [
    { ignores: ['node_modules/', 'coverage/'] },
    { linterOptions: { reportUnusedDisableDirectives: 'error' } },
    ...[lwc].flat().map((each) => ({ ...each, files: ['force-app/**/lwc/**/*.js'] })),
    {
        files: ['**/__tests__/**/*.js', 'jest/**/*.js'],
        languageOptions: { globals: { ...globals.jest, ...globals.node, ...globals.browser } },
        rules: { '@lwc/lwc/no-unexpected-wire-adapter-usages': 'off' }
    },
    { files: ['scripts/*.mjs'], languageOptions: { globals: globals.node } }
];
