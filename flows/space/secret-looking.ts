import { maskSecrets } from '../../services/safety';

/** Words in a name that promise a secret. `MAX_TOKENS` and `PUBLIC_KEY` are none, nor is a tokenizer's own `PAD_TOKEN`. */
const NAMES = /(?:^|_)(?:PASSWORD|PASSWD|PWD|SECRETS?|(?<!(?:BOS|EOS|PAD|UNK|SEP|CLS|MASK)_)TOKEN|CREDENTIALS?|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|AUTH_?KEY)(?:_|$)/i;

/** Whether a variable would better be a secret, by its name or by what its value looks like. */
export function isSecretLooking({ key, value }: { readonly key: string; readonly value: string }): boolean {
    return NAMES.test(key) || maskSecrets(value) !== value;
}
