import { Avatar } from '@rocket.chat/fuselage';

const COLOURS = ['#8c2c2c', '#8a4b08', '#5c5a00', '#2c6e2c', '#00666b', '#1d5c99', '#5a3d99', '#8a2c6e'];

/** Initials on a colour of the name's own, as Rocket.Chat draws people without a picture; the app has its icon. */
export function UserAvatar({ username, app = false, url, size = 'x36' }: { username: string; app?: boolean; url?: string; size?: 'x18' | 'x28' | 'x36' }) {
    return <Avatar size={size} url={url ?? (app ? '/icon.png' : drawn(username))} alt='' />;
}

function drawn(username: string): string {
    const sum = [...username].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
    const letter = ([...username][0] ?? '?').toUpperCase().replace(/[<&]/, '?');
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 36"><rect width="36" height="36" fill="${COLOURS[sum % COLOURS.length]}"/><text x="18" y="25" font-family="sans-serif" font-size="20" text-anchor="middle" fill="#fff">${letter}</text></svg>`;
    return `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`;
}
