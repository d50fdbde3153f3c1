import type { SecretKind } from '../secret-finding';
import { isPlaceholder } from './placeholder';
import { QUOTE, type SecretShape, type Surroundings } from './secret-shape';

/** Between a name and its value, in code, JSON, YAML, shells and keyword arguments, quoted or not. */
const IS = String.raw`(?:${QUOTE})?\]? {0,4}(?::=?|=>?|,|\() {0,4}(?:${QUOTE})?`;
/** Between the words of a file that was put into JSON, as one text or line by line. */
const BLANK = String.raw`(?:[ \t\r\n",]|\\{1,3}[nrt"]){1,24}`;

/** A value of a certain form behind a certain name: providers whose keys have no prefix. */
function named(kind: SecretKind, anchors: readonly string[], name: string, value: string): SecretShape {
    return { kind, anchors, pattern: new RegExp(`(?:${name})[A-Za-z_.-]{0,24}${IS}(${value})(?![A-Za-z0-9+/=])`, 'g') };
}

/** Passwords that everybody's development database has. */
const USUAL_PASSWORDS = new Set('password passwd pass pwd secret root admin postgres mysql mongo redis user username test guest token hunter2 rabbitmq minio minioadmin'.split(' '));
/** Hosts that only who runs it can reach: without a dot, as in a network of containers, or reserved for documentation. */
const OWN_MACHINE = /^@(?:127\.|0\.0\.0\.0|\[::1\]|(?:[a-z0-9.-]{0,60}example\.(?:com|org|net)|[a-z0-9.-]{0,60}\.(?:local|test|example|invalid)|[a-z][a-z0-9_-]{0,30})(?![a-z0-9.-]))/i;
const SHORTEST_PASSWORD = 6;

/** `user:password@`: blocked unless it is an example, a template, or reaches only who runs it. */
function weighUrl(password: string, { text, to }: Surroundings): 'block' | 'warn' | undefined {
    if (password.length < SHORTEST_PASSWORD || USUAL_PASSWORDS.has(password.toLowerCase()) || /^[$<{%[(]|\}$|^[A-Z_]+$/.test(password)) return undefined;
    return OWN_MACHINE.test(text.slice(to, to + 80)) || !/\d|[^a-z]/.test(password) ? 'warn' : 'block';
}

/** `auths` of Docker: base64 of `user:password`. */
function weighDockerAuth(auth: string): 'block' | undefined {
    return /^[\x21-\x7e]{1,100}:[\x20-\x7e]{4,}$/.test(Buffer.from(auth, 'base64').toString('latin1')) ? 'block' : undefined;
}

function weighPassword(password: string): 'block' | undefined {
    return USUAL_PASSWORDS.has(password.toLowerCase()) ? undefined : 'block';
}

/** A random value has digits and both cases, or is hexadecimal; a name of a class or a path has not. */
function weighRandom(value: string): 'block' | undefined {
    return /\d/.test(value) && /[A-Za-z]/.test(value) && !isPlaceholder(value) ? 'block' : undefined;
}

const SCHEMES = 'postgres(?:ql)?|mysql|mariadb|mongodb|redis|rediss|amqps?|mssql|clickhouse|https?|ftp|ftps|sftp|ssh|smtps?|imaps?|ldaps?|git|nats|kafka|s3';

/** What is told by the words around it: webhooks, connection strings, credentials in addresses and in the files of tools. */
export const CREDENTIALS: readonly SecretShape[] = [
    { kind: 'slack-webhook', anchors: ['hooks.slack.com'], pattern: /hooks\.slack\.com\/(?:services|workflows|triggers)\/([A-Za-z0-9/]{30,90})/g },
    { kind: 'discord-webhook', anchors: ['/api/webhooks/'], pattern: /discord(?:app)?\.com\/api\/webhooks\/(\d{17,20}\/[A-Za-z0-9_-]{60,80})/g },
    { kind: 'teams-webhook', anchors: ['.webhook.office.com'], pattern: /\.webhook\.office\.com\/webhookb2\/([a-f0-9@-]{60,80}\/IncomingWebhook\/[a-f0-9]{32}\/[a-f0-9-]{36})/g },
    { kind: 'azure-connection', anchors: ['AccountKey=', 'SharedAccessKey='], pattern: /(?:AccountKey|SharedAccessKey)=([A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{86}==)/g },
    { kind: 'url-credentials', anchors: ['://'], pattern: new RegExp(`(?:${SCHEMES})(?:\\+[a-z0-9]{1,20})?://[^\\s/:@"'<>?#]{0,100}:([^\\s/@"'<>]{1,200})@`, 'g'), weigh: weighUrl, overridable: true, textOnly: true },
    { kind: 'aws-secret', anchors: ['secret', 'SECRET', 'Secret'], pattern: new RegExp(`(?:aws|AWS)?_?(?:[sS]ecret_?[aA]ccess_?[kK]ey|SECRET_ACCESS_KEY)${IS}([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])`, 'g'), weigh: weighRandom },
    { ...named('wandb-key', ['wandb', 'WANDB'], 'wandb|WANDB', '[0-9a-f]{40}'), weigh: weighRandom },
    { ...named('cohere-key', ['cohere', 'COHERE', 'CO_API_KEY'], 'cohere|COHERE|CO_API_KEY', '[A-Za-z0-9]{40}'), weigh: weighRandom },
    { ...named('twilio-key', ['twilio', 'TWILIO'], 'twilio|TWILIO', '[0-9a-f]{32}'), weigh: weighRandom },
    { ...named('azure-key', ['AZURE', 'azure'], 'AZURE_[A-Z_]{0,30}KEY|azure_[a-z_]{0,30}key', '[0-9a-f]{32}|[A-Za-z0-9]{84}'), weigh: weighRandom },
    { kind: 'docker-auth', anchors: ['auth"', 'auth\\'], pattern: new RegExp(String.raw`\bauth${QUOTE} {0,4}: {0,4}${QUOTE}([A-Za-z0-9+/]{12,400}={0,2})${QUOTE}`, 'g'), weigh: weighDockerAuth },
    { kind: 'netrc', anchors: ['machine '], pattern: new RegExp(String.raw`\bmachine${BLANK}[\w.-]{1,100}${BLANK}login${BLANK}[^\s"\\]{1,100}${BLANK}password${BLANK}([^\s"\\]{4,200})`, 'g'), weigh: weighPassword, textOnly: true },
    { kind: 'npmrc', anchors: [':_authToken', ':_password', '_auth'], pattern: /(?::_authToken|:_password|\b_auth) {0,2}= {0,2}"?([A-Za-z0-9_+/=.-]{16,500})/g, textOnly: true },
    { kind: 'kube-config', anchors: ['client-key-data'], pattern: /client-key-data"?: {0,4}"?([A-Za-z0-9+/=]{80,4000})/g },
];
