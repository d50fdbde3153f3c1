import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkBaseUrl } from '../../context/base-url';
import { checkSetting, parseSettings, SETTINGS } from '../../context/settings';
import { LOCALES } from '../../ui/catalogue';

describe('settings', () => {
    it('have defaults that pass their own checks', () => {
        for (const spec of SETTINGS) {
            expect(checkSetting(spec.id, spec.fallback), spec.id).toBeUndefined();
        }
    });

    it.each([
        ['hub_url', 'huggingface.co', 'refused_address'],
        ['hub_url', 'ftp://huggingface.co', 'refused_address'],
        ['hub_url', 'http://huggingface.co', 'refused_address_tls'],
        ['hub_url', 'http://127.0.0.1.evil.example', 'refused_address_tls'],
        ['router_url', 'https://user:pass@huggingface.co', 'refused_address_parts'],
        ['router_url', 'https://huggingface.co/?a=b', 'refused_address_parts'],
        ['default_org', 'no spaces', 'refused_org'],
        ['default_org', '-dash', 'refused_org'],
        ['oauth_client_id', 'short', 'refused_client_id'],
        ['network_path', 'pigeon', 'refused_choice'],
        ['language', 'tlh', 'refused_choice'],
        ['link_cards', 'true', 'refused_switch'],
        ['hub_url', 12, 'refused_address'],
        ['approver_roles', ' , ', 'refused_roles'],
        ['approver_roles', 'x'.repeat(101), 'refused_roles'],
        ['pusher_roles', '', 'refused_roles'],
        ['unsafe_roles', ',', 'refused_roles'],
        ['license_allow_list', 'apache-2.0, the good ones', 'refused_licenses'],
        ['license_allow_list', undefined, 'refused_licenses'],
        ['card_score_gate', 101, 'refused_score'],
        ['card_score_gate', 59.5, 'refused_score'],
        ['card_score_gate', '60', 'refused_score'],
        ['compliance_repo', 'audits', 'refused_dataset'],
        ['compliance_repo', 'datasets/acme/audits', 'refused_dataset'],
    ])('%s = %j is refused with %s', (id, value, refusal) => {
        expect(checkSetting(id, value)).toBe(refusal);
    });

    it.each(['https://huggingface.co', 'http://127.0.0.1:4101', 'http://localhost:4101/', 'https://hub.example.org/proxy'])('%s is an address a token may go to', (url) => {
        expect(checkBaseUrl(url)).toBeUndefined();
    });

    it('falls back to the default for whatever does not pass', () => {
        fc.assert(
            fc.property(fc.dictionary(fc.constantFrom(...SETTINGS.map(({ id }) => id)), fc.anything()), (stored) => {
                const settings = parseSettings(stored);
                expect(URL.canParse(settings.hubUrl)).toBe(true);
                expect(typeof settings.linkCards).toBe('boolean');
                expect(settings.approverRoles).not.toEqual([]);
                expect(settings.cardScoreGate).toBeGreaterThanOrEqual(0);
            }),
        );
        expect(parseSettings({ hub_url: 'http://127.0.0.1:1/', language: 'de' })).toMatchObject({ hubUrl: 'http://127.0.0.1:1', language: 'de', networkPath: 'auto' });
    });

    it('for approvals are read as lists, numbers and ids', () => {
        expect(parseSettings({})).toMatchObject({ approverRoles: ['admin'], licenseAllowList: [], cardScoreGate: 60, complianceRepo: '', pusherRoles: ['user'], unsafeRoles: ['admin'] });
        const given = { approver_roles: ' ml-lead,Security reviewer,, ml-lead', license_allow_list: 'Apache-2.0, mit', card_score_gate: 0, compliance_repo: ' acme/audits ' };
        expect(parseSettings(given)).toMatchObject({ approverRoles: ['ml-lead', 'Security reviewer'], licenseAllowList: ['apache-2.0', 'mit'], cardScoreGate: 0, complianceRepo: 'acme/audits' });
    });

    it('have a label, a description, their values and every refusal in each language of the package', () => {
        const wanted = [
            ...SETTINGS.flatMap(({ id, values, section }) => [id, `${id}_description`, section, ...(values ?? []).map((value) => `${id}_${value}`)]),
            'command_description', 'command_params', 'preview_title', 'check_file',
            'refused_choice', 'refused_switch', 'refused_address', 'refused_address_parts', 'refused_address_tls', 'refused_org', 'refused_client_id',
            'refused_roles', 'refused_licenses', 'refused_score', 'refused_dataset',
        ];
        for (const locale of LOCALES) {
            const texts = JSON.parse(readFileSync(new URL(`../../i18n/${locale}.json`, import.meta.url), 'utf8')) as Record<string, string>;
            expect(Object.keys(texts).sort(), locale).toEqual([...new Set(wanted)].sort());
            expect(Object.values(texts).filter((text) => text.trim() === ''), locale).toEqual([]);
        }
    });
});
