import { describe, expect, it } from 'vitest';
import { UsageError } from '../../scripts/deploy/deploy-error';
import { HELP, readOptions } from '../../scripts/deploy/options';

const ENV = { ROCKETCHAT_TOKEN: 'secret-token', ROCKETCHAT_USER_ID: 'user-1' };

function refusal(args: readonly string[], env: Readonly<Record<string, string>> = ENV): string {
    try {
        readOptions(args, env);
    } catch (error) {
        expect(error).toBeInstanceOf(UsageError);
        return error instanceof UsageError ? `${error.message} ${error.remedy ?? ''}` : '';
    }
    throw new Error('These options should have been refused.');
}

describe('the options of a deployment', () => {
    it('takes the address from the command line and the credentials from the environment', () => {
        expect(readOptions(['--url', 'https://chat.example.org/'], ENV)).toEqual({
            url: 'https://chat.example.org',
            credentials: { token: 'secret-token', userId: 'user-1' },
            yes: false,
            dryRun: false,
        });
    });

    it('keeps the path of a workspace that lives under one', () => {
        expect(readOptions(['--url=https://example.org/chat/', '--yes', '--dry-run'], ENV)).toMatchObject({ url: 'https://example.org/chat', yes: true, dryRun: true });
    });

    it('reads a two-factor code and where it comes from', () => {
        const env = { ...ENV, ROCKETCHAT_CODE: ' 123456 ' };

        expect(readOptions(['--url', 'https://a.org'], env)).toMatchObject({ credentials: { secondFactor: { code: '123456', method: 'totp' } } });
        expect(readOptions(['--url', 'https://a.org', '--2fa-method', 'email'], env)).toMatchObject({ credentials: { secondFactor: { method: 'email' } } });
    });

    it('shows help without asking for anything else', () => {
        expect(readOptions(['--help'], {})).toBe('help');
        expect(HELP).toContain('ROCKETCHAT_TOKEN');
    });

    it.each(['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000'])('lets a token travel to this very machine: %s', (url) => {
        expect(readOptions(['--url', url], ENV)).toMatchObject({ url });
    });

    it.each(['http://chat.example.org', 'http://127.0.0.1.example.org', 'http://localhost.example.org', 'http://10.0.0.5:3000'])('refuses to send a token in clear to %s', (url) => {
        expect(refusal(['--url', url])).toContain('readable');
        expect(readOptions(['--url', url, '--insecure'], ENV)).toMatchObject({ url });
    });

    it.each(['chat.example.org', 'ftp://chat.example.org', 'https://user:pass@chat.example.org', 'https://chat.example.org/?x=1', 'https://chat.example.org/#x', ''])('refuses the address %j', (url) => {
        expect(refusal(['--url', url, '--insecure'])).toContain('must be a plain address');
    });

    it('names the variable that is missing', () => {
        expect(refusal(['--url', 'https://a.org'], { ROCKETCHAT_USER_ID: 'user-1' })).toContain('ROCKETCHAT_TOKEN is missing');
        expect(refusal(['--url', 'https://a.org'], { ROCKETCHAT_TOKEN: ' ', ROCKETCHAT_USER_ID: 'user-1' })).toContain('ROCKETCHAT_TOKEN is missing');
        expect(refusal(['--url', 'https://a.org'], { ROCKETCHAT_TOKEN: 'secret-token' })).toContain('ROCKETCHAT_USER_ID is missing');
    });

    it('refuses a token that could not be a header, without showing it', () => {
        const text = refusal(['--url', 'https://a.org'], { ...ENV, ROCKETCHAT_TOKEN: 'secret\ntoken' });

        expect(text).toContain('ROCKETCHAT_TOKEN holds characters');
        expect(text).not.toContain('secret');
    });

    it.each([[['--token', 'secret-token']], [['secret-token']], [['--secret-token']], [['--url']]])('refuses %j and repeats no argument', (args) => {
        expect(refusal(args)).not.toContain('secret-token');
    });

    it('refuses an unknown two-factor method', () => {
        expect(refusal(['--url', 'https://a.org', '--2fa-method', 'sms'])).toContain('totp, email');
    });

    it('asks for the address', () => {
        expect(refusal([])).toContain('--url');
    });
});
