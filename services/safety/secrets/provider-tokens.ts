import { tokenKind } from '../../hub';
import { token, type SecretShape, type Surroundings } from './secret-shape';

/** A secret access key of AWS: 40 characters of base64, not the hexadecimal ones of a hash. */
const AWS_SECRET = /(?<![A-Za-z0-9/+])(?![0-9a-fA-F]{40})(?=[A-Za-z/+]{0,39}\d)[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/;
/** Characters: on the same or one of the next lines. */
const NEAR = 400;

/** The id alone opens nothing and stands in every signed link; with its secret beside it, it does. */
function weighAwsId(_id: string, { text, from, to }: Surroundings): 'block' | 'warn' {
    return AWS_SECRET.test(text.slice(Math.max(0, from - NEAR), from)) || AWS_SECRET.test(text.slice(to, to + NEAR)) ? 'block' : 'warn';
}

function weighHuggingFace(found: string): 'block' | undefined {
    return tokenKind(found) ? 'block' : undefined;
}

/**
 * Signed texts of a header and claims; `eyJ` is how `{"` begins in base64. None is looked for within a run of its own characters (one
 * before it may be that of an escape), so that a text of nothing but beginnings is not read again from each of them.
 */
const JWT = String.raw`eyJ(?<![A-Za-z0-9_-]{2}eyJ)[A-Za-z0-9_-]{10,1000}\.eyJ[A-Za-z0-9_-]{10,2000}\.[A-Za-z0-9_-]{20,1000}`;

/**
 * Tokens that are told by their prefix, length and characters. Sources: the documentation of each provider; the rules of
 * https://github.com/gitleaks/gitleaks and the detectors of https://github.com/trufflesecurity/trufflehog for lengths that the
 * providers do not state.
 */
export const PROVIDER_TOKENS: readonly SecretShape[] = [
    token('hf-token', ['hf_'], String.raw`hf_(?:(?:oauth|jwt)_[A-Za-z0-9_-]{8,512}(?:\.[A-Za-z0-9_-]{1,1500}){1,2}|[A-Za-z0-9]{30,100})`, { weigh: weighHuggingFace }),
    token('hf-token', ['api_org_'], 'api_org_[A-Za-z0-9]{30,100}', { weigh: weighHuggingFace }),
    token('aws-key', ['AKIA', 'ASIA', 'ABIA', 'ACCA'], '(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}', { weigh: weighAwsId }),
    token('github-token', ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], 'gh[opsur]_[A-Za-z0-9]{36,255}'),
    token('github-token', ['github_pat_'], 'github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}'),
    token('gitlab-token', ['glpat-', 'gldt-', 'glrt-', 'glft-', 'glsoat-', 'glimt-', 'glcbt-', 'glagent-', 'gloas-', 'glptt-'], String.raw`gl(?:pat|dt|rt|ft|soat|imt|cbt|agent|oas|ptt)-[A-Za-z0-9_-]{20,300}(?:\.[a-z0-9]{2}\.[a-z0-9]{9})?`),
    token('openai-key', ['sk-proj-', 'sk-svcacct-', 'sk-admin-', 'sk-None-'], 'sk-(?:proj|svcacct|admin|None)-[A-Za-z0-9_-]{40,300}'),
    token('openai-key', ['T3BlbkFJ'], 'sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}'),
    token('anthropic-key', ['sk-ant-'], String.raw`sk-ant-[a-z]{2,6}\d{2}-[A-Za-z0-9_-]{80,200}`),
    token('openrouter-key', ['sk-or-v1-'], 'sk-or-v1-[0-9a-f]{64}'),
    // DeepSeek, Moonshot and others took the prefix over. Words joined by dashes are no such run.
    token('llm-key', ['sk-'], String.raw`sk-(?=[A-Za-z]{0,47}\d)[A-Za-z0-9]{32,64}`),
    token('groq-key', ['gsk_'], 'gsk_[A-Za-z0-9]{52}'),
    token('xai-key', ['xai-'], 'xai-[A-Za-z0-9]{80}'),
    token('perplexity-key', ['pplx-'], 'pplx-[A-Za-z0-9]{48}'),
    token('replicate-token', ['r8_'], 'r8_[A-Za-z0-9]{37}'),
    token('wandb-key', ['wandb_v1_'], 'wandb_v1_[A-Za-z0-9_]{40,120}'),
    token('google-api-key', ['AIza'], 'AIza[A-Za-z0-9_-]{35}', { overridable: true }),
    token('google-oauth', ['GOCSPX-'], 'GOCSPX-[A-Za-z0-9_-]{28}'),
    token('google-oauth', ['ya29.'], String.raw`ya29\.[A-Za-z0-9_-]{30,1000}`),
    token('google-oauth', ['1//0'], '1//0[A-Za-z0-9_-]{40,250}'),
    token('slack-token', ['xoxb-', 'xoxp-', 'xoxa-', 'xoxr-', 'xoxs-', 'xoxo-', 'xoxe-', 'xoxe.', 'xoxc-', 'xoxd-'], String.raw`xox(?:[abcdeoprs]|e\.xox[bp])-(?=[A-Za-z-]{0,60}\d)[A-Za-z0-9%-]{20,300}`),
    token('slack-token', ['xapp-'], String.raw`xapp-\d-[A-Z0-9]{8,20}-\d{8,20}-[a-f0-9]{40,80}`),
    token('npm-token', ['npm_'], 'npm_[A-Za-z0-9]{36}'),
    token('pypi-token', ['pypi-AgE'], 'pypi-AgE(?:IcHlwaS5vcmc|NdGVzdC5weXBpLm9yZw)[A-Za-z0-9_-]{50,1000}'),
    token('docker-token', ['dckr_pat_', 'dckr_oat_'], 'dckr_[po]at_[A-Za-z0-9_-]{27,60}'),
    token('stripe-key', ['sk_live_', 'rk_live_', 'sk_prod_', 'whsec_'], '(?:[sr]k_(?:live|prod)_[A-Za-z0-9]{10,200}|whsec_[A-Za-z0-9+/]{32,64})'),
    token('stripe-key', ['sk_test_', 'rk_test_'], '[sr]k_test_[A-Za-z0-9]{10,200}', { overridable: true }),
    token('sendgrid-key', ['SG.'], String.raw`SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}`),
    token('twilio-key', ['SK'], 'SK[0-9a-f]{32}'),
    token('telegram-token', [':A'], String.raw`\d{8,10}:A[A-Za-z0-9_-]{34}`),
    token('discord-token', ['.G'], String.raw`[MNO][A-Za-z0-9_-]{23,27}\.G[A-Za-z0-9_-]{5}\.[A-Za-z0-9_-]{38}`),
    token('databricks-token', ['dapi'], String.raw`dapi[0-9a-f]{32}(?:-\d)?`),
    token('digitalocean-token', ['dop_v1_', 'doo_v1_', 'dor_v1_'], 'do[opr]_v1_[0-9a-f]{64}'),
    token('azure-secret', ['8Q~'], '[A-Za-z0-9_~.]{3}8Q~[A-Za-z0-9_~.-]{31,34}'),
    token('age-key', ['AGE-SECRET-KEY-1'], 'AGE-SECRET-KEY-1[0-9A-Z]{58}'),
    token('jwt', ['eyJ'], JWT, { overridable: true }),
];
