import { expect, it } from 'vitest';
import { isReachable } from '../../../../services/workflows/watching';

const HUGGING_FACE = 'https://huggingface.co';

it.each([
    'https://chat.example.org/api', 'https://chat.example.org:3443/api', 'https://8.8.8.8/', 'https://172.32.0.1/', 'https://100.128.0.1/', 'https://192.169.0.1/', 'https://[2606:4700::1]/', 'https://localhost.example.org/', 'https://10.example.org/',
])('Hugging Face reaches %s', (address) => expect(isReachable(address, HUGGING_FACE)).toBe(true));

it.each([
    'http://chat.example.org/', 'chat.example.org', '', 'ftp://chat.example.org/', 'https://localhost/', 'https://LOCALHOST./', 'https://chat/', 'https://chat.local/', 'https://chat.corp.internal/', 'https://chat.home.arpa/', 'https://chat.test/',
    'https://127.0.0.1/', 'https://2130706433/', 'https://0x7f.1/', 'https://10.1.2.3/', 'https://172.16.0.1/', 'https://172.31.255.255/', 'https://192.168.0.1/', 'https://169.254.169.254/', 'https://100.64.0.1/', 'https://0.0.0.0/', 'https://255.255.255.255/',
    'https://[::1]/', 'https://[::]/', 'https://[fe80::1]/', 'https://[fd00::1]/', 'https://[::ffff:10.0.0.1]/', 'https://[2001:db8::1]/',
])('Hugging Face does not reach %s', (address) => expect(isReachable(address, HUGGING_FACE)).toBe(false));

it.each(['http://localhost:4000', 'http://127.0.0.1:4000', 'http://[::1]:4000'])('a Hub on this very machine, %s, reaches all', (hub) => {
    expect(isReachable('http://127.0.0.1:3000/api', hub)).toBe(true);
    expect(isReachable('no address', hub)).toBe(false);
});
