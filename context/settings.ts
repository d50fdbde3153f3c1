import { isRepoId } from '../services/hub';
import { LOCALES, type Locale } from '../ui/catalogue';
import { checkBaseUrl } from './base-url';

/** The admin's settings, parsed. */
export interface Settings {
    readonly hubUrl: string;
    readonly routerUrl: string;
    readonly endpointsUrl: string;
    readonly datasetViewerUrl: string;
    readonly networkPath: NetworkPath;
    /** Empty: signing in by OAuth is off. */
    readonly oauthClientId: string;
    /** Empty: names without an owner belong to the user's own account. */
    readonly defaultOrg: string;
    /** undefined: the workspace's own language. */
    readonly language: Locale | undefined;
    /** Whether rooms that have not chosen get cards for Hugging Face links. */
    readonly linkCards: boolean;
    /** Names of the workspace's roles whose votes count; never empty. */
    readonly approverRoles: readonly string[];
    /** Licence ids as on Hugging Face, in lower case; empty when there is no list. */
    readonly licenseAllowList: readonly string[];
    /** The score of a model card from which on its gate is green, 0 to 100. */
    readonly cardScoreGate: number;
    /** `owner/name` of the dataset that compliance documents are committed to; empty for none. */
    readonly complianceRepo: string;
    /** Names of the roles that may push files of the chat to Hugging Face; never empty. */
    readonly pusherRoles: readonly string[];
    /** Names of the roles that may take, and give, files which can run code when they are loaded; never empty. */
    readonly unsafeRoles: readonly string[];
}

export const NETWORK_PATHS = ['auto', 'direct', 'workspace'] as const;
export type NetworkPath = (typeof NETWORK_PATHS)[number];

/** Why a value is refused: a key of the i18n files that ship in the package, so that the panel shows it in the admin's language. */
export type Refusal = 'refused_choice' | 'refused_switch' | 'refused_address' | 'refused_address_parts' | 'refused_address_tls' | 'refused_org' | 'refused_client_id' | 'refused_roles' | 'refused_licenses' | 'refused_score' | 'refused_dataset';

/** undefined when the value is fine. */
type Check = (value: unknown) => Refusal | undefined;

/** One setting of the panel; its label and description are `<id>` and `<id>_description` in the i18n files. */
export interface SettingSpec {
    readonly id: string;
    readonly type: 'string' | 'boolean' | 'int' | 'select';
    readonly fallback: string | boolean | number;
    readonly values?: readonly string[];
    readonly section: 'section_hugging_face' | 'section_network' | 'section_chat' | 'section_approvals' | 'section_files';
    readonly check: Check;
}

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

const oneOf =
    (choices: readonly string[]): Check =>
    (value) =>
        choices.includes(text(value)) ? undefined : 'refused_choice';

const matches =
    (pattern: RegExp, refusal: Refusal): Check =>
    (value) =>
        typeof value === 'string' && pattern.test(value.trim()) ? undefined : refusal;

/** What stands between commas, each once. */
const listed = (value: unknown): string[] => [...new Set(text(value).split(',').map((item) => item.trim()).filter((item) => item !== ''))];

/** Role names are free text; a longer one is a slip. */
const isRoles: Check = (value) => (listed(value).length > 0 && listed(value).every((role) => role.length <= 100) ? undefined : 'refused_roles');

/** Ids such as `apache-2.0` and `llama3.1`. Source: https://huggingface.co/docs/hub/repositories-licenses. */
const isLicenses: Check = (value) => (typeof value === 'string' && listed(value).every((license) => /^[a-z0-9][a-z0-9.-]{1,60}$/i.test(license)) ? undefined : 'refused_licenses');

const isScore: Check = (value) => (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 100 ? undefined : 'refused_score');

const isDataset: Check = (value) => (typeof value === 'string' && (text(value) === '' || (text(value).includes('/') && isRepoId(text(value)))) ? undefined : 'refused_dataset');

const isBoolean: Check = (value) => (typeof value === 'boolean' ? undefined : 'refused_switch');

const address = (id: string, fallback: string): SettingSpec => ({ id, type: 'string', fallback, section: 'section_network', check: checkBaseUrl });

const OPTIONAL_ORG = /^$|^(?=.{2,42}$)[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*$/;
const OPTIONAL_CLIENT_ID = /^$|^[A-Za-z0-9-]{8,64}$/;

export const SETTINGS: readonly SettingSpec[] = [
    {
        id: 'default_org',
        type: 'string',
        fallback: '',
        section: 'section_hugging_face',
        check: matches(OPTIONAL_ORG, 'refused_org'),
    },
    {
        id: 'oauth_client_id',
        type: 'string',
        fallback: '',
        section: 'section_hugging_face',
        check: matches(OPTIONAL_CLIENT_ID, 'refused_client_id'),
    },
    { id: 'language', type: 'select', fallback: 'workspace', values: ['workspace', ...LOCALES], section: 'section_chat', check: oneOf(['workspace', ...LOCALES]) },
    { id: 'link_cards', type: 'boolean', fallback: true, section: 'section_chat', check: isBoolean },
    { id: 'approver_roles', type: 'string', fallback: 'admin', section: 'section_approvals', check: isRoles },
    { id: 'license_allow_list', type: 'string', fallback: '', section: 'section_approvals', check: isLicenses },
    { id: 'card_score_gate', type: 'int', fallback: 60, section: 'section_approvals', check: isScore },
    { id: 'compliance_repo', type: 'string', fallback: '', section: 'section_approvals', check: isDataset },
    // Everybody who is no guest: what somebody may push, and where, is up to the rights of their own token.
    { id: 'pusher_roles', type: 'string', fallback: 'user', section: 'section_files', check: isRoles },
    { id: 'unsafe_roles', type: 'string', fallback: 'admin', section: 'section_files', check: isRoles },
    { id: 'network_path', type: 'select', fallback: 'auto', values: NETWORK_PATHS, section: 'section_network', check: oneOf(NETWORK_PATHS) },
    address('hub_url', 'https://huggingface.co'),
    address('router_url', 'https://router.huggingface.co'),
    address('endpoints_url', 'https://api.endpoints.huggingface.cloud/v2'),
    address('dataset_viewer_url', 'https://datasets-server.huggingface.co'),
];

/** What is wrong with a new value of a setting; undefined when nothing is, or when the setting is not ours. */
export function checkSetting(id: string, value: unknown): Refusal | undefined {
    return SETTINGS.find((spec) => spec.id === id)?.check(value);
}

/** The settings from their stored values; a value that does not pass its check (an old one, say) counts as its default. */
export function parseSettings(values: Readonly<Record<string, unknown>>): Settings {
    const valid = (id: string): unknown => {
        const spec = SETTINGS.find((entry) => entry.id === id);
        return spec && spec.check(values[id]) === undefined ? values[id] : spec?.fallback;
    };
    const string = (id: string): string => text(valid(id));
    const url = (id: string): string => string(id).replace(/\/+$/, '');
    return {
        hubUrl: url('hub_url'),
        routerUrl: url('router_url'),
        endpointsUrl: url('endpoints_url'),
        datasetViewerUrl: url('dataset_viewer_url'),
        networkPath: NETWORK_PATHS.find((path) => path === string('network_path')) ?? 'auto',
        oauthClientId: string('oauth_client_id'),
        defaultOrg: string('default_org'),
        language: LOCALES.find((locale) => locale === string('language')),
        linkCards: valid('link_cards') === true,
        approverRoles: listed(valid('approver_roles')),
        licenseAllowList: listed(valid('license_allow_list')).map((license) => license.toLowerCase()),
        cardScoreGate: Number(valid('card_score_gate')),
        complianceRepo: string('compliance_repo'),
        pusherRoles: listed(valid('pusher_roles')),
        unsafeRoles: listed(valid('unsafe_roles')),
    };
}
