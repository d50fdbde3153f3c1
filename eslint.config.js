import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** The rooms of the app, in the order in which data walks through them. */
const ROOMS = ['doors', 'commands', 'handlers', 'flows', 'context', 'persistence', 'services', 'ui'];
const OUTSIDE = ['playground', 'tests', 'scripts'];

/** What each room may import besides itself. docs/architecture.md says why. */
const ARROWS = {
    doors: ['commands', 'handlers', 'flows', 'context', 'persistence', 'services', 'ui'],
    commands: ['flows', 'context', 'services', 'persistence', 'ui'],
    handlers: ['flows', 'context', 'services', 'persistence', 'ui', 'commands'],
    flows: ['context', 'services', 'persistence', 'ui'],
    context: ['services', 'persistence', 'ui'],
    persistence: [],
    services: [],
    ui: [],
};

/** Relative imports that leave the room for one that is not on the list. */
function forbid(rooms, message, extra = {}) {
    return rooms.map((room) => ({ regex: `^(\\.\\./)+${room}(/|$)`, message, ...extra }));
}

function roomRules(room) {
    const closed = [...ROOMS, ...OUTSIDE].filter((other) => other !== room && !ARROWS[room].includes(other));
    const typesOnly = room === 'ui' ? ['services'] : [];
    const patterns = [
        ...forbid(closed.filter((other) => !typesOnly.includes(other)), `${room}/ may not import this room (docs/architecture.md).`),
        ...forbid(typesOnly, 'ui/ may import types only from services/.', { allowTypeImports: true }),
    ];
    if (room !== 'context' && room !== 'doors') {
        patterns.push({ regex: '^@rocket\\.chat/apps-engine', message: 'Engine types stay in the front door, doors/, context/engine/ and persistence/.', allowTypeImports: room === 'persistence' });
    }
    return { files: [`${room}/**/*.ts`], rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] } };
}

/** services/* may use services/hub; discovery composes the others into reports, deployment puts a model in place; workflows use nothing. */
function serviceRules(area, allowed) {
    const sisters = ['hub', 'inference', 'safety', 'logs', 'cards', 'discovery', 'deployment', 'workflows'].filter((other) => other !== area && !allowed.includes(other));
    const rooms = [...ROOMS, ...OUTSIDE].filter((room) => room !== 'services');
    return {
        files: [`services/${area}/**/*.ts`],
        rules: {
            '@typescript-eslint/no-restricted-imports': ['error', {
                patterns: [
                    ...forbid(rooms, `services/${area}/ may not import this room.`),
                    ...forbid(sisters, `services/${area}/ may not import this service.`),
                    ...forbid(sisters.map((sister) => `services/${sister}`), `services/${area}/ may not import this service.`),
                    { regex: '^@rocket\\.chat/apps-engine', message: 'No engine types in services/.' },
                ],
            }],
        },
    };
}

export default tseslint.config(
    { ignores: ['node_modules/', 'dist/', '.playground/', '**/*.mjs', '**/*.js'] },
    ...tseslint.configs.recommendedTypeChecked,
    {
        languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
        linterOptions: { reportUnusedDisableDirectives: 'error' },
        rules: {
            '@typescript-eslint/no-explicit-any': 'error',
            // A leading underscore says: the interface has it, we don't need it.
            '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
            '@typescript-eslint/consistent-type-imports': 'error',
            '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
            'no-empty': ['error', { allowEmptyCatch: false }],
            'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'] }],
            'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
            'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
            'max-params': ['error', 4],
            'no-console': 'error',
            eqeqeq: 'error',
        },
    },
    ...ROOMS.map(roomRules),
    serviceRules('hub', []),
    serviceRules('inference', ['hub']),
    serviceRules('safety', ['hub']),
    serviceRules('logs', ['hub', 'safety']),
    serviceRules('cards', ['hub']),
    serviceRules('discovery', ['hub', 'safety', 'cards']),
    serviceRules('deployment', ['hub', 'safety', 'cards', 'discovery', 'workflows']),
    serviceRules('workflows', []),
    {
        // Casts belong to the edge where data is parsed; everything behind it is typed by its schema.
        files: ROOMS.map((room) => `${room}/**/*.ts`),
        ignores: ['context/engine/**', 'doors/**', 'persistence/port.ts'],
        rules: { '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }] },
    },
    {
        // context/ as a whole knows nothing of the engine: only its engine/ folder does.
        files: ['context/*.ts'],
        rules: {
            '@typescript-eslint/no-restricted-imports': ['error', {
                patterns: [
                    ...forbid(['commands', 'handlers', 'flows', 'doors', ...OUTSIDE], 'context/ may not import this room (docs/architecture.md).'),
                    { regex: '^@rocket\\.chat/apps-engine', message: 'Engine types stay in context/engine/.' },
                    { regex: '^\\./engine(/|$)', message: 'context/ offers what context/engine/ builds, not the other way round.' },
                ],
            }],
        },
    },
    {
        // Programs for a terminal write to it; a test's describe() is as long as its list of cases.
        files: ['playground/**/*.ts', 'scripts/**/*.ts', 'tests/**/*.ts'],
        rules: { 'no-console': 'off' },
    },
    {
        // The page runs in a browser: from the other side it takes types only, and what is written for both.
        files: ['playground/page/client/**/*.{ts,tsx}'],
        plugins: { 'react-hooks': reactHooks },
        rules: {
            'react-hooks/rules-of-hooks': 'error',
            'react-hooks/exhaustive-deps': 'error',
            'no-console': 'error',
            '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
            '@typescript-eslint/no-restricted-imports': ['error', { patterns: [
                { regex: '^\\.\\./(server|\\.\\.)/', allowTypeImports: true, message: 'The page imports types only from the server and the host.' },
                ...forbid(ROOMS, 'The page knows nothing of the app.'),
            ] }],
        },
    },
    { files: ['tests/**/*.ts'], rules: { 'max-lines-per-function': 'off' } },
);
