import type { Membership, Org, User } from '../model';
import type { HubState } from '../state';
import { objectId, stableDate } from './ids';

function user(name: string, fullname: string, { isPro = false, canPay = false, orgs = [] }: { isPro?: boolean; canPay?: boolean; orgs?: Membership[] }): User {
    return { _id: objectId(`user ${name}`), name, fullname, email: `${name}@acme.example`, isPro, canPay, createdAt: stableDate(`user ${name}`), orgs };
}

function org(name: string, fullname: string, facts: Partial<Org> = {}): Org {
    return { _id: objectId(`org ${name}`), name, fullname, canPay: false, ...facts };
}

const USERS: User[] = [
    user('alice', 'Alice Ahlberg', { orgs: [{ org: 'acme', role: 'write' }] }),
    user('bo', 'Bo Berg', { isPro: true, canPay: true, orgs: [{ org: 'acme', role: 'read' }] }),
    user('carol', 'Carol Castro', { canPay: true, orgs: [{ org: 'acme', role: 'admin' }, { org: 'globex', role: 'read', securityRestrictions: ['sso'] }] }),
    user('sec', 'Sec Reviewer', { orgs: [{ org: 'acme', role: 'read' }] }),
    user('dave', 'Dave Outsider', {}),
    user('acme-bot', 'Acme service account', { orgs: [{ org: 'acme', role: 'write' }] }),
    user('julien-c', 'Julien Chaumond', { isPro: true }),
];

const ORGS: Org[] = [
    org('acme', 'Acme Research', { plan: 'team', canPay: true, isVerified: true }),
    org('globex', 'Globex', { plan: 'enterprise', canPay: true }),
    org('google-bert', 'BERT community', { isVerified: true }),
    org('openai-community', 'OpenAI community', { isVerified: true }),
    org('meta-llama', 'Meta Llama', { plan: 'enterprise', isVerified: true }),
    org('mistralai', 'Mistral AI_', { plan: 'team', isVerified: true }),
    org('Qwen', 'Qwen', { plan: 'team', isVerified: true }),
    org('sentence-transformers', 'Sentence Transformers', { isVerified: true }),
    org('huggingface', 'Hugging Face', { plan: 'plus', isVerified: true }),
];

/** Copies: what happens at one stand-in is not known to another one of the same process. */
export function seedPeople(state: HubState): void {
    structuredClone(USERS).forEach((person) => state.users.set(person.name, person));
    structuredClone(ORGS).forEach((organisation) => state.orgs.set(organisation.name, organisation));
}
