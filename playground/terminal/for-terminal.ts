/** Chat markdown as a terminal shows it: links and bold where it can, addresses in the text where it can't. */
export function forTerminal(text: string, rich: boolean): string {
    const linked = text
        .replace(/<(https?:\/\/[^|>\s]+)\|([^>]+)>/g, (_, url: string, label: string) => link(url, label, rich))
        .replace(/\[([^\]]+)\]\((https?:\/\/[^)\s]+)\)/g, (_, label: string, url: string) => link(url, label, rich));
    return rich ? linked.replace(/(^|[\s(])\*([^*\s][^*\n]*)\*(?=[\s.,:;)]|$)/gm, `$1${BOLD}$2${PLAIN}`) : linked;
}

const ESCAPE = '\u001b';
const BOLD = `${ESCAPE}[1m`;
const PLAIN = `${ESCAPE}[0m`;

/** OSC 8, which terminals without it ignore. */
function link(url: string, label: string, rich: boolean): string {
    return rich ? `${ESCAPE}]8;;${url}${ESCAPE}\\${label}${ESCAPE}]8;;${ESCAPE}\\` : `${label} <${url}>`;
}
