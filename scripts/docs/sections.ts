/** Fills the parts of a text that stand between `<!-- name -->` and `<!-- /name -->`. Names that it does not have are left out. */
export function fillSections(text: string, sections: Readonly<Record<string, string>>): string {
    return Object.entries(sections).reduce((result, [name, content]) => fillSection(result, name, content), text);
}

function fillSection(text: string, name: string, content: string): string {
    const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const start = text.indexOf(open);
    const end = text.indexOf(close);
    if (start === -1 && end === -1) {
        return text;
    }
    if (start === -1 || end < start) {
        throw new Error(`The section ${name} needs ${open} and, after it, ${close}.`);
    }
    return `${text.slice(0, start + open.length)}\n${content}\n${text.slice(end)}`;
}
